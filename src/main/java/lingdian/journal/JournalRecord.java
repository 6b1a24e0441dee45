package lingdian.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record of the journal: a tokenised event, what it led to for the agent, and its place in the hash chain (SPEC.md,
 * section 8).
 *
 * <p>The chain hash is SHA-256 over the hash of the record before it in its stream, followed by every field in the order
 * below: numbers and times (microseconds since 1970) as eight bytes, texts and bytes as their length in four bytes and
 * their content, absent ones as the length −1. The first record follows the hash of the words {@code lingdian stream}, the
 * place code and the stream.
 *
 * @param body the tokenised event as JSON
 * @param outcome the verdict or reject as it was sent
 * @param contentMac keyed hash of the event's parsed content
 * @param sealedHash SHA-256 of the ciphertext of what was sealed with it
 * @param chain the chain hash at this record
 */
public record JournalRecord(
        LocalDate day,
        int streamNumber,
        long seq,
        Instant receivedAt,
        @Nullable Instant sentAt,
        @Nullable Instant effectiveAt,
        String body,
        @Nullable String outcome,
        byte[] contentMac,
        byte @Nullable [] sealedHash,
        byte[] chain) {

    /** What the first record of a stream is chained to. */
    public static byte[] origin(String placeCode, UUID stream) {
        return sha256().digest(("lingdian stream " + placeCode + " " + stream).getBytes(StandardCharsets.UTF_8));
    }

    /** This record, chained to the one before it. */
    public JournalRecord chainedTo(byte[] previous) {
        return new JournalRecord(
                day,
                streamNumber,
                seq,
                receivedAt,
                sentAt,
                effectiveAt,
                body,
                outcome,
                contentMac,
                sealedHash,
                hash(previous));
    }

    /** The chain hash that this record has after {@code previous}. */
    public byte[] hash(byte[] previous) {
        MessageDigest digest = sha256();
        digest.update(previous);
        digest.update(ByteBuffer.allocate(8 + 8 + 8 + 1 + 8 + 1 + 8)
                .putLong(day.toEpochDay())
                .putLong(seq)
                .putLong(micros(receivedAt))
                .put(present(sentAt))
                .putLong(sentAt == null ? 0 : micros(sentAt))
                .put(present(effectiveAt))
                .putLong(effectiveAt == null ? 0 : micros(effectiveAt))
                .array());
        update(digest, body.getBytes(StandardCharsets.UTF_8));
        update(digest, outcome == null ? null : outcome.getBytes(StandardCharsets.UTF_8));
        update(digest, contentMac);
        update(digest, sealedHash);
        return digest.digest();
    }

    /** The chain hash as it is sent. */
    public String chainHex() {
        return HexFormat.of().formatHex(chain);
    }

    /** The kind of text that was sealed with this record, if any was. */
    String sealedKind() {
        if (outcome != null && outcome.startsWith("{\"type\":\"reject\"")) {
            return "quarantine";
        }
        return body.startsWith("{\"type\":\"patrol\"") ? "officer" : "identity";
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, byte @Nullable [] bytes) {
        digest.update(
                ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).array());
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    private static byte present(@Nullable Instant at) {
        return (byte) (at == null ? 0 : 1);
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }
}
