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
 * Remembers how far the records were durable, beside them: what was durable cannot be torn, so what is wrong before that was
 * edited. And which record is the oldest kept, so that a file of records that vanished is missed.
 *
 * <p>Written in place after every write of records, and not waited for: two slots in turn, so that one is whole at any time.
 * After a power cut it may be a little old, which only makes it say less.
 */
final class HeadFile implements Closeable {
    private static final String NAME = "head";
    private static final int SLOT_BYTES = 512;
    private static final int CHECKED_BYTES = 24;
    private static final long MAGIC = 0x4C44_4845_4144_3101L;

    private final SpoolDisk.Writable file;
    private long turn;

    /**
     * What it says.
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

    /** Empty where there is none that is whole. */
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

    /** Writes both slots, durably. */
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
