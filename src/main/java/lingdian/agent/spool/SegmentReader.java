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
 * <p>It only reports that bytes are not a record; the caller decides what that means at that position.
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

    /** Reads the whole file. */
    static SegmentReader whole(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new SegmentReader(channel, 0, channel.size());
    }

    /** Reads from a record at {@code position} up to {@code end}; more records may be appended meanwhile. */
    static SegmentReader part(Path file, long position, long end) throws IOException {
        return new SegmentReader(FileChannel.open(file, StandardOpenOption.READ), position, end);
    }

    /** The position of the next record. */
    long position() {
        return position;
    }

    boolean atEnd() {
        return position >= end;
    }

    /** The file's own header, at its beginning. */
    Optional<SegmentHeader> header() throws IOException {
        return bytes(SegmentHeader.BYTES).flatMap(SegmentHeader::decode);
    }

    /** The next record, with its hash unchecked; empty, without moving, if no complete record follows. */
    Optional<RecordFrame> next() throws IOException {
        long before = position;
        Optional<RecordFrame> frame = frame();
        if (frame.isEmpty()) {
            moveTo(before);
        }
        return frame;
    }

    /** Skips the next record without reading its content; empty as for {@link #next()}. */
    Optional<RecordFrame.Header> skip() throws IOException {
        long before = position;
        Optional<RecordFrame.Header> header = bytes(RecordFrame.HEADER_BYTES).flatMap(RecordFrame::header);
        moveTo(before
                + header.filter(found -> before + found.frameBytes() <= end)
                        .map(RecordFrame.Header::frameBytes)
                        .orElse(0));
        return position == before ? Optional.empty() : header;
    }

    /** Continues at another position. */
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

    /** Empty if fewer bytes remain before the end. */
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
