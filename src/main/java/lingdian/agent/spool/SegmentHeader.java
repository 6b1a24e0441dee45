package lingdian.agent.spool;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The header of a file of records: their stream and the record that they follow. With it each file can be checked and
 * read alone, so that old files can be deleted.
 *
 * @param keys the fingerprint of the keys that its records are sealed with, 32 hexadecimal characters
 * @param firstSeq the number of its first record
 * @param day the local day on which it was created
 * @param chain the chain hash of the record before its first
 */
@SuppressWarnings("ArrayRecordComponent") // compared as bytes where needed
record SegmentHeader(UUID stream, String keys, long firstSeq, LocalDate day, byte[] chain) {
    static final int BYTES = 96;
    private static final long MAGIC = 0x4C44_5350_4F4F_4C31L; // "LDSPOOL1"
    private static final int CHECKED_BYTES = 88;

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(MAGIC)
                .putLong(stream.getMostSignificantBits())
                .putLong(stream.getLeastSignificantBits())
                .put(HexFormat.of().parseHex(keys))
                .putLong(firstSeq)
                .putLong(day.toEpochDay())
                .put(chain);
        return bytes.putLong(checksum(bytes.array())).array();
    }

    /** Empty if the bytes are not a complete header. */
    static Optional<SegmentHeader> decode(byte[] bytes) {
        if (bytes.length != BYTES || ByteBuffer.wrap(bytes).getLong(CHECKED_BYTES) != checksum(bytes)) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getLong() != MAGIC) {
            return Optional.empty();
        }
        var stream = new UUID(buffer.getLong(), buffer.getLong());
        byte[] keys = new byte[16];
        buffer.get(keys);
        long firstSeq = buffer.getLong();
        LocalDate day = LocalDate.ofEpochDay(Math.clamp(buffer.getLong(), -999_999L, 999_999L));
        byte[] chain = Arrays.copyOfRange(bytes, CHECKED_BYTES - RecordFrame.CHAIN_BYTES, CHECKED_BYTES);
        return Optional.of(new SegmentHeader(stream, HexFormat.of().formatHex(keys), firstSeq, day, chain));
    }

    private static long checksum(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, CHECKED_BYTES);
        return checksum.getValue();
    }
}
