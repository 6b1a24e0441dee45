package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.agent.spool.HeadFile.Head;
import org.jspecify.annotations.Nullable;

/**
 * Reads all records of a directory and tells a torn end, which a power cut leaves, from an edit.
 *
 * <p>What was being written when the power failed was never said to be recorded, so it is cut off. It can only stand after
 * the last record that was known to be on disk; anything wrong before that was done by a hand, or by a rotting disk. Of the
 * very last record the two cannot be told apart, and it is cut. Who has the key file and this program can forge records that
 * pass; what they cannot forge is what the service acknowledged.
 */
final class SpoolCheck {
    private final Path directory;
    private final String keys;
    private final long ackedSeq;
    private final Optional<Head> head;
    private final List<Segment> segments = new ArrayList<>();

    /**
     * Records that may be gone on with.
     *
     * @param tornBytes so much follows the last whole record, and is to be cut off
     */
    record Sound(UUID stream, List<Segment> segments, long tornBytes) {}

    private SpoolCheck(Path directory, String keys, long ackedSeq, Optional<Head> head) {
        this.directory = directory;
        this.keys = keys;
        this.ackedSeq = ackedSeq;
        this.head = head;
    }

    /**
     * @param keys the fingerprint of the keys at hand
     * @param ackedSeq the last number that the service is known to have
     * @throws SpoolDamagedException where this is no state that a power cut leaves
     */
    static Sound of(Path directory, String keys, long ackedSeq) throws IOException, SpoolDamagedException {
        return new SpoolCheck(directory, keys, ackedSeq, HeadFile.read(directory)).run();
    }

    private Sound run() throws IOException, SpoolDamagedException {
        List<Path> files = keptFiles();
        for (Path file : files) {
            read(file, file.equals(files.getLast()));
        }
        Segment last = segments.getLast();
        long torn = Files.size(last.file()) - last.bytes();
        return new Sound(last.header().stream(), List.copyOf(segments), torn);
    }

    /** Without those that were about to be dropped when the program ended. */
    private List<Path> keptFiles() throws IOException, SpoolDamagedException {
        List<Path> files = Segment.files(directory);
        long first = head.map(Head::firstSeq).orElse(1L);
        while (files.size() > 1 && Segment.firstSeq(files.get(1)) <= first) {
            files = files.subList(1, files.size());
        }
        if (files.isEmpty()) {
            throw new SpoolDamagedException("there is no file of records");
        }
        if (head.isPresent() && Segment.firstSeq(files.getFirst()) != first) {
            throw new SpoolDamagedException("the file with event " + first + " is missing");
        }
        return files;
    }

    private void read(Path file, boolean isLast) throws IOException, SpoolDamagedException {
        try (SegmentReader reader = SegmentReader.whole(file)) {
            Segment segment = Segment.empty(file, header(file, reader));
            for (var frame = next(reader, segment); frame.isPresent(); frame = next(reader, segment)) {
                segment = segment.with(frame.get());
            }
            segments.add(segment);
            if (isLast) {
                judgeEnd(segment, reader);
            } else if (!reader.atEnd()) {
                throw damagedAfter(segment);
            }
        }
    }

    private SegmentHeader header(Path file, SegmentReader reader) throws IOException, SpoolDamagedException {
        SegmentHeader header = reader.header()
                .orElseThrow(() -> new SpoolDamagedException("the beginning of " + file.getFileName() + " is damaged"));
        if (!header.keys().equals(keys)) {
            throw new SpoolDamagedException(file.getFileName() + " was sealed with other keys");
        }
        Segment before = segments.isEmpty() ? null : segments.getLast();
        if (header.firstSeq() != Segment.firstSeq(file) || before != null && !follows(header, before)) {
            throw new SpoolDamagedException(file.getFileName() + " does not follow on the records before it");
        }
        return header;
    }

    private static boolean follows(SegmentHeader header, Segment before) {
        return header.stream().equals(before.header().stream())
                && header.firstSeq() == before.lastSeq() + 1
                && Arrays.equals(header.chain(), before.chain());
    }

    private static Optional<RecordFrame> next(SegmentReader reader, Segment segment) throws IOException {
        long position = reader.position();
        Optional<RecordFrame> frame = reader.next()
                .filter(found -> found.seq() == segment.lastSeq() + 1)
                .filter(found -> found.follows(segment.chain()));
        if (frame.isEmpty()) {
            reader.moveTo(position);
        }
        return frame;
    }

    private void judgeEnd(Segment last, SegmentReader reader) throws IOException, SpoolDamagedException {
        if (ackedSeq > last.lastSeq()) {
            throw new SpoolDamagedException(
                    "the service acknowledged event " + ackedSeq + ", but the records end with " + last.lastSeq());
        }
        @Nullable Head known = head.orElse(null);
        boolean edited = known == null ? !reader.atEnd() && !cutOff(reader) : known.durableSeq() > last.lastSeq() + 1;
        if (edited) {
            throw damagedAfter(last);
        }
    }

    /** Without a head there is only the look of it: a record that is cut off. */
    private static boolean cutOff(SegmentReader reader) throws IOException {
        return reader.skip().isEmpty();
    }

    private static SpoolDamagedException damagedAfter(Segment segment) {
        return new SpoolDamagedException(
                segment.file().getFileName() + " is damaged or cut off after event " + segment.lastSeq());
    }
}
