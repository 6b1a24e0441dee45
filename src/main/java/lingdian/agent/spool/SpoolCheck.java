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
 * Reads all records of a directory and distinguishes a torn end, left by a power failure, from an edit.
 *
 * <p>A record that was being written during a power failure was never reported as recorded, so it is cut off. It can
 * only follow the last record known to be on disk; any fault before that is an edit or a rotting disk. For the very
 * last record the two cases look alike, and it is cut off. An attacker with the key file and this program can forge
 * records that pass, but not the service's acknowledgements.
 */
final class SpoolCheck {
    private final Path directory;
    private final String keys;
    private final long ackedSeq;
    private final Optional<Head> head;
    private final List<SpoolSegment> segments = new ArrayList<>();

    /**
     * Records that may be appended to.
     *
     * @param tornBytes the number of bytes after the last complete record, to be cut off
     */
    record CheckedRecords(UUID stream, List<SpoolSegment> segments, long tornBytes) {}

    private SpoolCheck(Path directory, String keys, long ackedSeq, Optional<Head> head) {
        this.directory = directory;
        this.keys = keys;
        this.ackedSeq = ackedSeq;
        this.head = head;
    }

    /**
     * @param keys the fingerprint of the available keys
     * @param ackedSeq the last number that the service is known to have
     * @throws SpoolDamagedException if a power failure cannot have left the records in this state
     */
    static CheckedRecords of(Path directory, String keys, long ackedSeq) throws IOException, SpoolDamagedException {
        return new SpoolCheck(directory, keys, ackedSeq, HeadFile.read(directory)).run();
    }

    private CheckedRecords run() throws IOException, SpoolDamagedException {
        List<Path> files = keptFiles();
        for (Path file : files) {
            read(file, file.equals(files.getLast()));
        }
        SpoolSegment last = segments.getLast();
        long torn = Files.size(last.file()) - last.bytes();
        return new CheckedRecords(last.header().stream(), List.copyOf(segments), torn);
    }

    /** The files of records, without those whose deletion the end of the program interrupted. */
    private List<Path> keptFiles() throws IOException, SpoolDamagedException {
        List<Path> files = SpoolSegment.files(directory);
        long first = head.map(Head::firstSeq).orElse(1L);
        while (files.size() > 1 && SpoolSegment.firstSeq(files.get(1)) <= first) {
            files = files.subList(1, files.size());
        }
        if (files.isEmpty()) {
            throw new SpoolDamagedException("there is no records file");
        }
        if (head.isPresent() && SpoolSegment.firstSeq(files.getFirst()) != first) {
            throw new SpoolDamagedException("the file with event " + first + " is missing");
        }
        return files;
    }

    private void read(Path file, boolean isLast) throws IOException, SpoolDamagedException {
        try (SegmentReader reader = SegmentReader.whole(file)) {
            SpoolSegment segment = SpoolSegment.empty(file, header(file, reader));
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
        SpoolSegment before = segments.isEmpty() ? null : segments.getLast();
        if (header.firstSeq() != SpoolSegment.firstSeq(file) || before != null && !follows(header, before)) {
            throw new SpoolDamagedException(file.getFileName() + " does not continue the records before it");
        }
        return header;
    }

    private static boolean follows(SegmentHeader header, SpoolSegment before) {
        return header.stream().equals(before.header().stream())
                && header.firstSeq() == before.lastSeq() + 1
                && Arrays.equals(header.chain(), before.chain());
    }

    private static Optional<RecordFrame> next(SegmentReader reader, SpoolSegment segment) throws IOException {
        long position = reader.position();
        Optional<RecordFrame> frame = reader.next()
                .filter(found -> found.seq() == segment.lastSeq() + 1)
                .filter(found -> found.follows(segment.chain()));
        if (frame.isEmpty()) {
            reader.moveTo(position);
        }
        return frame;
    }

    private void judgeEnd(SpoolSegment last, SegmentReader reader) throws IOException, SpoolDamagedException {
        if (ackedSeq > last.lastSeq()) {
            throw new SpoolDamagedException(
                    "the service acknowledged event " + ackedSeq + ", but the records end at " + last.lastSeq());
        }
        @Nullable Head known = head.orElse(null);
        boolean edited = known == null ? !reader.atEnd() && !cutOff(reader) : known.durableSeq() > last.lastSeq() + 1;
        if (edited) {
            throw damagedAfter(last);
        }
    }

    /** Whether no complete record follows. Without a head file, this alone distinguishes a torn end from an edit. */
    private static boolean cutOff(SegmentReader reader) throws IOException {
        return reader.skip().isEmpty();
    }

    private static SpoolDamagedException damagedAfter(SpoolSegment segment) {
        return new SpoolDamagedException(
                segment.file().getFileName() + " is damaged or cut off after event " + segment.lastSeq());
    }
}
