package lingdian.agent.spool;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record as stored in its file: a header of fixed length with a checksum, the sealed event, and the hash that
 * chains it to the record before.
 *
 * <p>The header has its own checksum, so that a wrong length is never trusted; the hash is the checksum of the whole
 * record.
 *
 * @param recordedAt the agent's clock, in whole milliseconds
 * @param login whether it is a login; a search for logins need not open the other records
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RecordFrame(long seq, Instant recordedAt, boolean login, byte[] sealed, byte[] chain) {
    static final int CHAIN_BYTES = 32;
    static final int HEADER_BYTES = 32;
    /** The largest sealed event: a message holds no more. */
    static final int SEALED_BYTES_MAX = 768 * 1024;

    private static final int MAGIC = 0x4C44_5245; // "LDRE"
    private static final int CHECKED_BYTES = 28;

    /** The content of the header. */
    record Header(int sealedBytes, long seq, Instant recordedAt, boolean login) {
        int frameBytes() {
            return HEADER_BYTES + sealedBytes + CHAIN_BYTES;
        }
    }

    /** The record that follows a record with the hash {@code before}. */
    static RecordFrame after(byte[] before, long seq, Instant recordedAt, boolean login, byte[] sealed) {
        Instant at = Instant.ofEpochMilli(recordedAt.toEpochMilli());
        var unchained = new RecordFrame(seq, at, login, sealed, before);
        return new RecordFrame(seq, at, login, sealed, unchained.hash(before));
    }

    /** Whether it is unaltered and follows a record with the hash {@code before}. */
    boolean follows(byte[] before) {
        return Arrays.equals(chain, hash(before));
    }

    int bytes() {
        return HEADER_BYTES + sealed.length + CHAIN_BYTES;
    }

    void encode(ByteBuffer to) {
        to.put(header()).put(sealed).put(chain);
    }

    /** Empty if the bytes are not a complete header. */
    static Optional<Header> header(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length != HEADER_BYTES
                || buffer.getInt(CHECKED_BYTES) != checksum(bytes)
                || buffer.getInt() != MAGIC) {
            return Optional.empty();
        }
        int sealedBytes = buffer.getInt();
        boolean fits = sealedBytes >= 0 && sealedBytes <= SEALED_BYTES_MAX;
        long seq = buffer.getLong();
        Instant recordedAt = Instant.ofEpochMilli(buffer.getLong());
        return fits ? Optional.of(new Header(sealedBytes, seq, recordedAt, buffer.getInt() == 1)) : Optional.empty();
    }

    private byte[] header() {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES)
                .putInt(MAGIC)
                .putInt(sealed.length)
                .putLong(seq)
                .putLong(recordedAt.toEpochMilli())
                .putInt(login ? 1 : 0);
        return buffer.putInt(checksum(buffer.array())).array();
    }

    private byte[] hash(byte[] before) {
        MessageDigest digest = sha256();
        digest.update(before);
        digest.update(header());
        return digest.digest(sealed);
    }

    private static int checksum(byte[] header) {
        var checksum = new CRC32C();
        checksum.update(header, 0, CHECKED_BYTES);
        return (int) checksum.getValue();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
