package lingdian.record.journal;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.domain.Authority;
import lingdian.record.evidence.CheckpointBody;
import lingdian.record.evidence.Head;
import lingdian.record.evidence.MerkleTree;
import lingdian.record.evidence.RecordDigest;
import lingdian.record.evidence.RecordHash;
import lingdian.vault.seal.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Compares the signed checkpoints with the journal: a completely recomputed chain has a head that no checkpoint signed.
 *
 * <p>The keys are in the same database, so this trusts them. To be sure that a key is the service's, and not that of
 * someone who signed everything again, compare the fingerprints with those noted elsewhere.
 */
public final class VerificationCheckpoints {
    private static final byte[] ACCESS_LOG_ORIGIN =
            RecordHash.sha256().digest("lingdian access log".getBytes(StandardCharsets.US_ASCII));

    /**
     * The result.
     *
     * @param keys that signed, in the order of their first checkpoint
     * @param lastText of the newest checkpoint; null if there is none
     * @param firstBroken null if everything fits
     */
    public record Result(
            long checkpoints,
            List<PublicKey> keys,
            @Nullable String lastText,
            @Nullable String firstBroken) {}

    private final VerificationStore store;
    private final Map<Integer, VerificationStore.StreamEnd> streams;
    private final List<VerificationStore.CheckpointRow> rows;
    private final Set<PublicKey> keys = new LinkedHashSet<>();
    private final long oldestAccess;
    private final Instant accessKeptSince;
    private final List<byte[]> leaves = new ArrayList<>();
    private int current;
    /** The first leaf of the current tree that is not what is recorded: said only if the tree is the one that was signed. */
    private @Nullable String brokenLeaf;

    private boolean unknownLeaf;
    private @Nullable String firstBroken;

    private VerificationCheckpoints(VerificationStore store) throws SQLException {
        this.store = store;
        this.streams = store.streams();
        this.rows = store.checkpoints();
        this.oldestAccess = store.oldestAccess();
        this.accessKeptSince = store.accessKeptSince();
    }

    public static Result run(VerificationStore store) throws SQLException {
        return run(store, null);
    }

    /**
     * Also names a checkpoint that was verified before and is gone: whoever removes the newest ones is then free to recompute the
     * chains that they signed.
     *
     * @param verifiedBefore the text of one that was the newest; null: none is known
     */
    public static Result run(VerificationStore store, @Nullable String verifiedBefore) throws SQLException {
        var verification = new VerificationCheckpoints(store);
        verification.bodies();
        if (verification.firstBroken == null) {
            verification.trees();
        }
        if (verification.firstBroken == null) {
            verification.cosignatures();
        }
        if (verification.firstBroken == null && verifiedBefore != null) {
            verification.isThere(verifiedBefore);
        }
        return verification.result();
    }

    /**
     * Names a checkpoint that was verified before and is gone, or one whose text or signature does not fit. It reads no heads,
     * so every node can afford it every night.
     *
     * @param verifiedBefore as in {@link #run}
     */
    public static Result texts(VerificationStore store, @Nullable String verifiedBefore) throws SQLException {
        var verification = new VerificationCheckpoints(store);
        verification.bodies();
        if (verification.firstBroken == null && verifiedBefore != null) {
            verification.isThere(verifiedBefore);
        }
        return verification.result();
    }

    private Result result() {
        String last = rows.isEmpty() ? null : rows.getLast().body();
        return new Result(rows.size(), List.copyOf(keys), last, firstBroken);
    }

    private void bodies() {
        String previous = CheckpointBody.NONE;
        for (int i = 0; i < rows.size() && firstBroken == null; i++) {
            VerificationStore.CheckpointRow row = rows.get(i);
            if (row.number() != i + 1) {
                firstBroken = "checkpoint " + (i + 1) + ": it is missing";
            } else {
                body(row, previous);
                previous = HexFormat.of().formatHex(row.hash());
            }
        }
    }

    private void body(VerificationStore.CheckpointRow row, String previous) {
        CheckpointBody body = parsed(row.body());
        if (body == null) {
            broken(row, "its text is not that of a checkpoint");
        } else if (body.algorithm() != store.hash()) {
            broken(row, "it names another hash than that of the database");
        } else if (!body.hash().equals(HexFormat.of().formatHex(row.hash()))) {
            broken(row, "its text does not match its hash");
        } else if (!body.previous().equals(previous)) {
            broken(row, "it names another previous checkpoint");
        } else if (body.number() != row.number()
                || !Objects.equals(body.day(), row.day())
                || !body.madeAt().equals(row.madeAt())) {
            broken(row, "its text and its row differ");
        } else if (!isSigned(row)) {
            broken(row, "its signature does not match its text and key");
        }
    }

    private boolean isSigned(VerificationStore.CheckpointRow row) {
        PublicKey key = key(row.publicKey());
        if (key == null || !key.fingerprint().equals(row.fingerprint())) {
            return false;
        }
        keys.add(key);
        return key.verifies(row.body().getBytes(StandardCharsets.UTF_8), row.signature());
    }

    private void trees() throws SQLException {
        store.heads(head -> {
            while (firstBroken == null
                    && current < rows.size()
                    && rows.get(current).number() < head.checkpoint()) {
                endOfTree();
            }
            if (firstBroken == null) {
                head(head);
            }
            return firstBroken == null;
        });
        while (firstBroken == null && current < rows.size()) {
            endOfTree();
        }
    }

    private void endOfTree() {
        VerificationStore.CheckpointRow row = rows.get(current);
        CheckpointBody body = CheckpointBody.parse(row.body());
        var tree = new MerkleTree(body.algorithm(), leaves);
        if (!unknownLeaf
                && (tree.size() != body.heads()
                        || !HexFormat.of().formatHex(tree.root()).equals(body.root()))) {
            broken(row, "its heads do not match its root");
        } else {
            firstBroken = brokenLeaf;
        }
        leaves.clear();
        current++;
    }

    private void head(VerificationStore.HeadRow head) {
        Authority authority = head.photographs();
        if (authority != null) {
            leaves.add(new Head.OfPhotographs(authority, head.seq(), head.chain()).content());
            signed(head, VerificationPhotographs.name(authority, head.seq()));
            return;
        }
        if (head.stream() == null) {
            leaves.add(new Head.OfAccessLog(head.seq(), head.chain()).content());
            accessLog(head);
            return;
        }
        VerificationStore.StreamEnd end = streams.get(head.stream());
        if (end == null) {
            unknownLeaf = true;
            brokenLeaf("checkpoint " + head.checkpoint() + ": one of its streams is missing");
            return;
        }
        if (head.conflicts()) {
            leaves.add(new Head.OfConflicts(end.placeCode(), end.stream(), head.seq(), head.chain()).content());
            signed(head, VerificationConflicts.name(end, head.seq()));
            return;
        }
        leaves.add(new Head.OfStream(end.placeCode(), end.stream(), head.seq(), head.chain()).content());
        if (!Arrays.equals(head.chain(), recorded(head, end))) {
            brokenLeaf(Verification.name(end, head.seq())
                    + (head.recorded() == null ? ": it is missing, " : ": its chain hash is not the one that ")
                    + "checkpoint " + head.checkpoint() + " signed"
                    + (head.recorded() == null ? " it" : ""));
        }
    }

    private void signed(VerificationStore.HeadRow head, String name) {
        if (!Arrays.equals(head.chain(), head.recorded())) {
            brokenLeaf(name
                    + (head.recorded() == null ? ": it is missing, " : ": its chain hash is not the one that ")
                    + "checkpoint " + head.checkpoint() + " signed"
                    + (head.recorded() == null ? " it" : ""));
        }
    }

    private byte @Nullable [] recorded(VerificationStore.HeadRow head, VerificationStore.StreamEnd end) {
        return head.seq() == 0 ? RecordDigest.origin(store.hash(), end.placeCode(), end.stream()) : head.recorded();
    }

    private void brokenLeaf(String what) {
        if (brokenLeaf == null) {
            brokenLeaf = what;
        }
    }

    /**
     * Months of the access log are dropped from its beginning, half a year old at least. An entry after the one that a checkpoint
     * signed was made after that checkpoint: if it is dropped, the checkpoint is as old.
     */
    private void accessLog(VerificationStore.HeadRow head) {
        if (head.seq() < oldestAccess - 1
                && rows.get(Math.toIntExact(head.checkpoint() - 1)).madeAt().isAfter(accessKeptSince)) {
            firstBroken =
                    "access log, entry " + (head.seq() + 1) + ": it is missing, though it was made after checkpoint "
                            + head.checkpoint() + ", less than six months ago";
            return;
        }
        byte[] recorded = head.seq() == 0 ? ACCESS_LOG_ORIGIN : head.recorded();
        boolean dropped = recorded == null && head.seq() < oldestAccess;
        if (!dropped && !Arrays.equals(head.chain(), recorded)) {
            brokenLeaf("access log, entry " + head.seq() + ": its chain hash is not the one that checkpoint "
                    + head.checkpoint() + " signed");
        }
    }

    private void cosignatures() throws SQLException {
        for (VerificationStore.CosignatureRow row : store.cosignatures()) {
            PublicKey key = key(row.publicKey());
            byte[] body = rows.get(Math.toIntExact(row.checkpoint() - 1)).body().getBytes(StandardCharsets.UTF_8);
            if (firstBroken == null && (key == null || !key.verifies(body, row.signature()))) {
                firstBroken = "checkpoint " + row.checkpoint() + ": a regulator's signature does not match its text";
            }
        }
    }

    private void isThere(String verifiedBefore) {
        if (rows.stream().noneMatch(row -> row.body().equals(verifiedBefore))) {
            firstBroken = "checkpoint " + CheckpointBody.parse(verifiedBefore).number()
                    + ": it is missing, or another one is in its place, though it was verified on an earlier night";
        }
    }

    private void broken(VerificationStore.CheckpointRow row, String why) {
        firstBroken = "checkpoint " + row.number() + ": " + why;
    }

    private static @Nullable CheckpointBody parsed(String text) {
        try {
            return CheckpointBody.parse(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static @Nullable PublicKey key(byte @Nullable [] encoded) {
        try {
            return encoded == null ? null : PublicKey.of(encoded);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
