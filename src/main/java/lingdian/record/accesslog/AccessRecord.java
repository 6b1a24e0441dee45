package lingdian.record.accesslog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import lingdian.record.evidence.RecordHash;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the access log as it is stored: its place in the chain, with texts instead of types, so that entries of
 * other versions can be read and verified unchanged.
 *
 * <p>The chain hash is made, with the {@link RecordHash} of the database, of the hash of the entry before it, followed by
 * every column except {@code reason} and {@code chain}, in the order below: numbers and times (microseconds since 1970)
 * as eight bytes, ids as sixteen, texts and bytes as their length in four bytes and their content, absent ones as the
 * length −1. The first entry follows the
 * SHA-256 of the words {@code lingdian access log}, in both suites.
 *
 * @param person the token of the person concerned; never shown
 * @param reason sealed for {@code id}
 */
record AccessRecord(
        Link link,
        UUID id,
        Party actor,
        String action,
        String outcome,
        Party subject,
        @Nullable String region,
        @Nullable UUID person,
        String details,
        Reason reason) {
    /** The place in the chain. */
    record Link(long position, Instant at, byte[] chain) {
        static final Link NONE = new Link(0, Instant.EPOCH, new byte[0]);
    }

    /** Who did it, or what it concerned: both null where it concerned nothing in particular. */
    record Party(@Nullable String kind, @Nullable String id) {}

    /**
     * Why it was done.
     *
     * @param hash of {@code sealed}, which the chain covers in its place
     */
    record Reason(byte @Nullable [] sealed, byte @Nullable [] hash) {
        static Reason of(RecordHash hash, byte @Nullable [] sealed) {
            return new Reason(sealed, sealed == null ? null : hash.of(sealed));
        }
    }

    /** The chain hash before the first entry. */
    static byte[] origin() {
        return RecordHash.sha256().digest("lingdian access log".getBytes(StandardCharsets.UTF_8));
    }

    /** This entry at its place, chained to the one before it. */
    AccessRecord chainedTo(RecordHash hash, byte[] previous, long place, Instant moment) {
        AccessRecord placed = with(new Link(place, moment, link.chain()));
        return with(new Link(place, moment, placed.hash(hash, previous)));
    }

    private AccessRecord with(Link placed) {
        return new AccessRecord(placed, id, actor, action, outcome, subject, region, person, details, reason);
    }

    /** The chain hash of this entry after {@code previous}. */
    byte[] hash(RecordHash hash, byte[] previous) {
        MessageDigest digest = hash.begun();
        digest.update(previous);
        digest.update(number(link.position()));
        update(digest, bytes(id));
        digest.update(number(ChronoUnit.MICROS.between(Instant.EPOCH, link.at())));
        update(digest, actor.kind());
        update(digest, actor.id());
        update(digest, action);
        update(digest, outcome);
        update(digest, subject.kind());
        update(digest, subject.id());
        update(digest, region);
        update(digest, person == null ? null : bytes(person));
        update(digest, details);
        update(digest, reason.hash());
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
