package lingdian.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Stores how far the records are durable. A durable record cannot be torn, so a fault before that point is an edit or a
 * rotting disk. Also stores the number of the oldest record kept, so that a missing file of records is noticed.
 *
 * <p>Updated in place after every write of records, without waiting: two slots are written alternately, so one is
 * always complete. After a power failure the file may be slightly old, which only weakens the check.
 */
final class HeadFile implements Closeable {
    private static final String NAME = "head";
    private static final int SLOT_BYTES = 512;
    private static final int CHECKED_BYTES = 24;
    private static final long MAGIC = 0x4C44_4845_4144_3101L;

    private final SpoolDisk.Writable file;
    private long turn;

    /**
     * The stored values.
     *
     * @param firstSeq the oldest record that is kept
     * @param durableSeq the last record that was known to be on disk
     */
    record Head(long firstSeq, long durableSeq) {}

    private HeadFile(SpoolDisk.Writable file) {
        this.file = file;
    }

    static HeadFile open(SpoolDisk disk, Path directory) throws IOException {
        return new HeadFile(disk.open(directory.resolve(NAME)));
    }

    /** Empty if neither slot is complete. */
    static Optional<Head> read(Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        Optional<Head> one = slot(bytes, 0);
        Optional<Head> other = slot(bytes, SLOT_BYTES);
        boolean otherIsNewer = other.isPresent()
                && one.filter(head -> head.durableSeq() > other.get().durableSeq()
                                || head.durableSeq() == other.get().durableSeq()
                                        && head.firstSeq() >= other.get().firstSeq())
                        .isEmpty();
        return otherIsNewer ? other : one;
    }

    void write(Head head) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHECKED_BYTES + Long.BYTES)
                .putLong(MAGIC)
                .putLong(head.firstSeq())
                .putLong(head.durableSeq());
        bytes.putLong(checksum(bytes.array())).flip();
        file.write(bytes, turn * SLOT_BYTES);
        turn = 1 - turn;
    }

    /** Writes both slots durably. */
    void writeDurably(Head head) throws IOException {
        write(head);
        write(head);
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static Optional<Head> slot(byte[] bytes, int from) {
        if (bytes.length < from + CHECKED_BYTES + Long.BYTES) {
            return Optional.empty();
        }
        byte[] slot = Arrays.copyOfRange(bytes, from, from + CHECKED_BYTES + Long.BYTES);
        ByteBuffer buffer = ByteBuffer.wrap(slot);
        return buffer.getLong(CHECKED_BYTES) == checksum(slot) && buffer.getLong() == MAGIC
                ? Optional.of(new Head(buffer.getLong(), buffer.getLong()))
                : Optional.empty();
    }

    private static long checksum(byte[] slot) {
        var checksum = new CRC32C();
        checksum.update(slot, 0, CHECKED_BYTES);
        return checksum.getValue();
    }
}
