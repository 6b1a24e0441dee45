package lingdian.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Reads one file of records from front to back, one record in memory at a time.
 *
 * <p>Says of bytes that are no record only that they are none: what that means depends on where they stand, and is decided by
 * whoever reads.
 */
final class SegmentReader implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final FileChannel channel;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long position;

    private SegmentReader(FileChannel channel, long position, long end) {
        this.channel = channel;
        this.position = position;
        this.end = end;
    }

    /** From the beginning of the file to its end. */
    static SegmentReader whole(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new SegmentReader(channel, 0, channel.size());
    }

    /** From a record that begins at {@code position} up to {@code end}, where perhaps more is being written. */
    static SegmentReader part(Path file, long position, long end) throws IOException {
        return new SegmentReader(FileChannel.open(file, StandardOpenOption.READ), position, end);
    }

    /** Where the next record begins. */
    long position() {
        return position;
    }

    boolean atEnd() {
        return position >= end;
    }

    /** The file's own header, at its very beginning. */
    Optional<SegmentHeader> header() throws IOException {
        return bytes(SegmentHeader.BYTES).flatMap(SegmentHeader::decode);
    }

    /** The next record, its hash unchecked; empty where no whole record stands here, and then nothing is passed over. */
    Optional<RecordFrame> next() throws IOException {
        long before = position;
        Optional<RecordFrame> frame = frame();
        if (frame.isEmpty()) {
            moveTo(before);
        }
        return frame;
    }

    /** Passes the next record over, its content unread; empty as for {@link #next()}. */
    Optional<RecordFrame.Header> skip() throws IOException {
        long before = position;
        Optional<RecordFrame.Header> header = bytes(RecordFrame.HEADER_BYTES).flatMap(RecordFrame::header);
        moveTo(before
                + header.filter(found -> before + found.frameBytes() <= end)
                        .map(RecordFrame.Header::frameBytes)
                        .orElse(0));
        return position == before ? Optional.empty() : header;
    }

    /** Goes on at another place. */
    void moveTo(long newPosition) {
        long forward = newPosition - position;
        if (forward >= 0 && forward <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) forward);
        } else {
            buffer.limit(0);
        }
        position = newPosition;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Optional<RecordFrame> frame() throws IOException {
        Optional<RecordFrame.Header> header = bytes(RecordFrame.HEADER_BYTES).flatMap(RecordFrame::header);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        RecordFrame.Header found = header.get();
        Optional<byte[]> sealed = bytes(found.sealedBytes());
        Optional<byte[]> chain = bytes(RecordFrame.CHAIN_BYTES);
        return sealed.isEmpty() || chain.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RecordFrame(found.seq(), found.recordedAt(), found.login(), sealed.get(), chain.get()));
    }

    /** Empty where there are not so many before the end. */
    private Optional<byte[]> bytes(int count) throws IOException {
        if (position + count > end) {
            return Optional.empty();
        }
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            if (!buffer.hasRemaining() && !fill(position + have)) {
                return Optional.empty();
            }
            int part = Math.min(count - have, buffer.remaining());
            buffer.get(bytes, have, part);
            have += part;
        }
        position += count;
        return Optional.of(bytes);
    }

    private boolean fill(long from) throws IOException {
        buffer.clear();
        int read = channel.read(buffer, from);
        buffer.flip();
        return read > 0;
    }
}
