package lingdian.record.journal;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.record.evidence.CheckpointBody;
import lingdian.record.evidence.Head;
import lingdian.record.evidence.MerkleTree;
import lingdian.record.evidence.RecordDigest;
import lingdian.record.evidence.RecordHash;
import lingdian.vault.seal.PublicKey;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Compares the signed checkpoints with the journal: a completely recomputed chain has a head that no checkpoint signed.
 *
 * <p>The keys are in the same database, where whoever has the service's login adds some of their own. So the service compares them with
 * its key ring, and passes over checkpoints that it did not sign. Whoever has neither the ring nor a noted key trusts all of them.
 */
public final class VerificationCheckpoints {
    private static final byte[] ACCESS_LOG_ORIGIN =
            RecordHash.sha256().digest("lingdian access log".getBytes(StandardCharsets.US_ASCII));

    /** Tells the service's own keys from others. */
    public interface OwnKeys {
        /** Without keys to compare with. */
        OwnKeys ANY = key -> true;

        boolean has(PublicKey key) throws SQLException;

        /** Which keys they are, for people. */
        default String which() {
            return "of this service";
        }

        /** Keys noted elsewhere. */
        static OwnKeys given(List<PublicKey> keys) {
            return new OwnKeys() {
                @Override
                public boolean has(PublicKey key) {
                    return keys.contains(key);
                }

                @Override
                public String which() {
                    return "that was given";
                }
            };
        }

        /** The keys of a ring, and its former ones: the database keeps a proof of each, which nobody makes without the ring. */
        static OwnKeys of(Vault vault, VerificationStore store) {
            return key -> vault.hasSigningKey(key) || store.isProven(vault.signingKeyProof(key));
        }
    }

    /**
     * The result.
     *
     * @param checkpoints of the service
     * @param keys that signed those, in the order of their first checkpoint
     * @param lastText of the newest one; null if there is none
     * @param firstBroken null if they fit
     * @param firstForeign names the first one that the service did not sign; null if there is none
     */
    public record Result(
            long checkpoints,
            List<PublicKey> keys,
            @Nullable String lastText,
            @Nullable String firstBroken,
            @Nullable String firstForeign) {
        /** What is to be named, the worse first; null if there is nothing. */
        public @Nullable String first() {
            return firstBroken == null ? firstForeign : firstBroken;
        }
    }

    private final VerificationStore store;
    private final Map<Integer, VerificationStore.StreamEnd> streams;
    private final List<VerificationStore.CheckpointRow> rows;
    private final OwnKeys ownKeys;
    private final Map<Long, VerificationStore.CheckpointRow> byNumber;
    private final Set<Long> signed = new HashSet<>();
    /** The numbers of those that were compared, by their hashes. */
    private final Map<String, Long> passed = new HashMap<>();

    private final Set<PublicKey> keys = new LinkedHashSet<>();
    private final long oldestAccess;
    private final Instant accessKeptSince;
    private final List<byte[]> leaves = new ArrayList<>();
    private int current;
    /** The first leaf of the current tree that is not what is recorded: said only if the tree is the one that was signed. */
    private @Nullable String brokenLeaf;

    private boolean unknownLeaf;
    private @Nullable String firstBroken;

    private @Nullable String firstForeign;

    private VerificationCheckpoints(VerificationStore store, OwnKeys ownKeys) throws SQLException {
        this.store = store;
        this.ownKeys = ownKeys;
        this.streams = store.streams();
        this.rows = own(store.checkpoints());
        this.byNumber = rows.stream().collect(Collectors.toMap(VerificationStore.CheckpointRow::number, row -> row));
        this.oldestAccess = store.oldestAccess();
        this.accessKeptSince = store.accessKeptSince();
    }

    /** Trusts the keys in the database. */
    public static Result run(VerificationStore store) throws SQLException {
        return run(store, OwnKeys.ANY, null);
    }

    /**
     * Also names a checkpoint that was verified before and is gone: whoever removes the newest ones is then free to recompute the
     * chains that they signed.
     *
     * @param verifiedBefore the text of one that was the newest; null: none is known
     */
    public static Result run(VerificationStore store, OwnKeys ownKeys, @Nullable String verifiedBefore)
            throws SQLException {
        var verification = new VerificationCheckpoints(store, ownKeys);
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
    public static Result texts(VerificationStore store, OwnKeys ownKeys, @Nullable String verifiedBefore)
            throws SQLException {
        var verification = new VerificationCheckpoints(store, ownKeys);
        verification.bodies();
        if (verification.firstBroken == null && verifiedBefore != null) {
            verification.isThere(verifiedBefore);
        }
        return verification.result();
    }

    private Result result() {
        String last = rows.isEmpty() ? null : rows.getLast().body();
        return new Result(rows.size(), List.copyOf(keys), last, firstBroken, firstForeign);
    }

    /**
     * Those that the service signed, and those that the next one of these goes on from, whatever became of them since: they are
     * compared. The others count for nothing. The service went on from others, too, before it compared keys.
     */
    private List<VerificationStore.CheckpointRow> own(List<VerificationStore.CheckpointRow> all) throws SQLException {
        var own = new LinkedList<VerificationStore.CheckpointRow>();
        var previous = new HashSet<String>();
        for (VerificationStore.CheckpointRow row : all.reversed()) {
            boolean isSigned = isSigned(row);
            boolean isOwn = isSigned && ownKeys.has(Objects.requireNonNull(key(row.publicKey())));
            boolean goesOn = previous.contains(HexFormat.of().formatHex(row.hash()));
            if (isSigned) {
                signed.add(row.number());
            }
            if (isOwn || goesOn || ownKeys == OwnKeys.ANY) {
                own.addFirst(row);
                CheckpointBody body = parsed(row.body());
                previous.add(body == null ? "" : body.previous());
            }
            if (!isOwn && ownKeys != OwnKeys.ANY && (isSigned || !goesOn)) {
                firstForeign = "checkpoint " + row.number() + ": it is signed by no key " + ownKeys.which();
            }
        }
        return List.copyOf(own);
    }

    private void bodies() {
        String previous = CheckpointBody.NONE;
        long last = 0;
        for (VerificationStore.CheckpointRow row : rows) {
            body(row, previous, last + 1);
            if (firstBroken != null) {
                return;
            }
            previous = HexFormat.of().formatHex(row.hash());
            last = row.number();
            passed.put(previous, last);
        }
    }

    /** @param next the number after the one before: between them there may be others, from which this one does not go on */
    private void body(VerificationStore.CheckpointRow row, String previous, long next) {
        CheckpointBody body = parsed(row.body());
        if (body == null) {
            broken(row, "its text is not that of a checkpoint");
        } else if (body.algorithm() != store.hash()) {
            broken(row, "it names another hash than that of the database");
        } else if (!body.hash().equals(HexFormat.of().formatHex(row.hash()))) {
            broken(row, "its text does not match its hash");
        } else if (!body.previous().equals(previous) && passed.containsKey(body.previous())) {
            broken(
                    row,
                    "it goes on from checkpoint " + passed.get(body.previous())
                            + ", so either it or those in between are not of this service");
        } else if (!body.previous().equals(previous) && row.number() != next) {
            firstBroken = "checkpoint " + next + ": it is missing";
        } else if (!body.previous().equals(previous)) {
            broken(row, "it names another previous checkpoint");
        } else if (body.number() != row.number()
                || !Objects.equals(body.day(), row.day())
                || !body.madeAt().equals(row.madeAt())) {
            broken(row, "its text and its row differ");
        } else if (!signed.contains(row.number())) {
            broken(row, "its signature does not match its text and key");
        } else {
            keys.add(Objects.requireNonNull(key(row.publicKey())));
        }
    }

    private static boolean isSigned(VerificationStore.CheckpointRow row) {
        PublicKey key = key(row.publicKey());
        return key != null
                && key.fingerprint().equals(row.fingerprint())
                && key.verifies(row.body().getBytes(StandardCharsets.UTF_8), row.signature());
    }

    private void trees() throws SQLException {
        store.heads(head -> {
            while (firstBroken == null
                    && current < rows.size()
                    && rows.get(current).number() < head.checkpoint()) {
                endOfTree();
            }
            if (firstBroken == null && byNumber.containsKey(head.checkpoint())) {
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
            isRecorded(head, VerificationPhotographs.name(authority, head.seq()));
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
            isRecorded(head, VerificationConflicts.name(end, head.seq()));
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

    private void isRecorded(VerificationStore.HeadRow head, String name) {
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
        if (head.seq() < oldestAccess - 1 && rows.get(current).madeAt().isAfter(accessKeptSince)) {
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
            VerificationStore.CheckpointRow of = byNumber.get(row.checkpoint());
            if (firstBroken == null
                    && of != null
                    && (key == null || !key.verifies(of.body().getBytes(StandardCharsets.UTF_8), row.signature()))) {
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
        return encoded == null ? null : PublicKey.find(encoded).orElse(null);
    }
}
