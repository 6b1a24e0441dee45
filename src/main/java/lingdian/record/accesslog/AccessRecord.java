package lingdian.record.accesslog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import lingdian.record.journal.JournalRecord;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the access log as it is stored: its place in the chain, with texts instead of types, so that entries of
 * other versions can be read and verified unchanged.
 *
 * <p>The chain hash is SHA-256 over the hash of the entry before it, followed by every column except {@code reason} and
 * {@code chain}, in the order below: numbers and times (microseconds since 1970) as eight bytes, ids as sixteen, texts
 * and bytes as their length in four bytes and their content, absent ones as the length −1. The first entry follows the
 * hash of the words {@code lingdian access log}.
 *
 * @param person the token of the person concerned; never shown
 * @param reason sealed for {@code id}
 * @param reasonHash SHA-256 of {@code reason}, which the chain covers in its place
 */
record AccessRecord(
        long position,
        UUID id,
        Instant at,
        String actorKind,
        @Nullable String actorId,
        String action,
        String outcome,
        @Nullable String subjectKind,
        @Nullable String subjectId,
        @Nullable String region,
        @Nullable UUID person,
        String details,
        byte @Nullable [] reason,
        byte @Nullable [] reasonHash,
        byte[] chain) {

    /** The chain hash before the first entry. */
    static byte[] origin() {
        return JournalRecord.sha256().digest("lingdian access log".getBytes(StandardCharsets.UTF_8));
    }

    /** This entry at its place, chained to the one before it. */
    AccessRecord chainedTo(byte[] previous, long place, Instant moment) {
        AccessRecord placed = with(place, moment, chain);
        return placed.with(place, moment, placed.hash(previous));
    }

    private AccessRecord with(long place, Instant moment, byte[] hash) {
        return new AccessRecord(
                place,
                id,
                moment,
                actorKind,
                actorId,
                action,
                outcome,
                subjectKind,
                subjectId,
                region,
                person,
                details,
                reason,
                reasonHash,
                hash);
    }

    /** The chain hash of this entry after {@code previous}. */
    byte[] hash(byte[] previous) {
        MessageDigest digest = JournalRecord.sha256();
        digest.update(previous);
        digest.update(number(position));
        update(digest, bytes(id));
        digest.update(number(ChronoUnit.MICROS.between(Instant.EPOCH, at)));
        update(digest, actorKind);
        update(digest, actorId);
        update(digest, action);
        update(digest, outcome);
        update(digest, subjectKind);
        update(digest, subjectId);
        update(digest, region);
        update(digest, person == null ? null : bytes(person));
        update(digest, details);
        update(digest, reasonHash);
        return digest.digest();
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static void update(MessageDigest digest, @Nullable String text) {
        update(digest, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static void update(MessageDigest digest, byte @Nullable [] bytes) {
        digest.update(
                ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).array());
        if (bytes != null) {
            digest.update(bytes);
        }
    }
}
