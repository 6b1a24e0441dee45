package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of a spool by their numbers. Remembers its position, so that sequential reading needs no search; there
 * is no index of single records, because its size would grow with them. Used by one thread at a time.
 */
final class SpoolReader {
    private final Spool spool;
    private @Nullable Path file;
    private long nextSeq;
    private long position;
    private byte[] chain = new byte[0];

    SpoolReader(Spool spool) {
        this.spool = spool;
    }

    /**
     * Records from {@code seq} on: at least one if it exists, at most {@code events} and about {@code characters}.
     *
     * @throws SpoolDamagedException if they were altered since the spool was opened
     */
    List<Line> from(long seq, int events, int characters) throws IOException, SpoolDamagedException {
        Optional<SpoolSegment> segment =
                spool.segments().stream().filter(each -> each.holds(seq)).findFirst();
        return segment.isEmpty() ? List.of() : read(segment.get(), seq, events, characters);
    }

    private List<Line> read(SpoolSegment segment, long seq, int events, int characters)
            throws IOException, SpoolDamagedException {
        boolean goesOn = segment.file().equals(file) && nextSeq == seq;
        long start = goesOn ? position : SegmentHeader.BYTES;
        try (SegmentReader reader = SegmentReader.part(segment.file(), start, segment.bytes())) {
            if (!goesOn) {
                file = null; // until this has succeeded
                chain = segment.header().chain();
                search(reader, segment.header().firstSeq(), seq);
            }
            int most = (int) Math.min(events, segment.lastSeq() - seq + 1);
            List<Line> lines = lines(reader, seq, most, characters);
            file = segment.file();
            nextSeq = lines.getLast().seq() + 1;
            position = reader.position();
            return lines;
        }
    }

    /** Skips the records before {@code seq}; only the hash of the last one is needed, to check the next. */
    private void search(SegmentReader reader, long first, long seq) throws IOException, SpoolDamagedException {
        for (long at = first; at < seq - 1; at++) {
            require(reader.skip().isPresent(), at);
        }
        if (seq > first) {
            Optional<RecordFrame> before = reader.next();
            require(before.isPresent(), seq - 1);
            chain = before.orElseThrow().chain();
        }
    }

    private List<Line> lines(SegmentReader reader, long seq, int events, int characters)
            throws IOException, SpoolDamagedException {
        List<Line> lines = new ArrayList<>();
        for (int left = characters;
                lines.size() < events && left > 0;
                left -= lines.getLast().json().length()) {
            long at = seq + lines.size();
            Optional<RecordFrame> frame =
                    reader.next().filter(found -> found.seq() == at).filter(found -> found.follows(chain));
            require(frame.isPresent(), at);
            lines.add(spool.open(frame.orElseThrow()));
            chain = frame.orElseThrow().chain();
        }
        return lines;
    }

    private static void require(boolean whole, long seq) throws SpoolDamagedException {
        if (!whole) {
            throw new SpoolDamagedException("the record of event " + seq + " was altered");
        }
    }
}
