package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The durable part of one file of records. Of sixty days of records only one such object per file stays in memory.
 *
 * @param lastSeq the number of its last record; one less than the first if it has none
 * @param bytes its length up to the end of the last record
 * @param chain the hash of the last record
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SpoolSegment(Path file, SegmentHeader header, long lastSeq, long bytes, byte[] chain) {
    private static final Pattern NAME = Pattern.compile("\\d{4,}-\\d\\d-\\d\\d-(\\d{16})\\.records");

    static SpoolSegment empty(Path file, SegmentHeader header) {
        return new SpoolSegment(file, header, header.firstSeq() - 1, SegmentHeader.BYTES, header.chain());
    }

    /** This segment with one more record. */
    SpoolSegment with(RecordFrame frame) {
        return new SpoolSegment(file, header, frame.seq(), bytes + frame.bytes(), frame.chain());
    }

    boolean holds(long seq) {
        return seq >= header.firstSeq() && seq <= lastSeq;
    }

    static String name(SegmentHeader header) {
        return String.format(Locale.ROOT, "%s-%016d.records", header.day(), header.firstSeq());
    }

    /** The files of records in a directory, in the order of their first numbers. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(SpoolSegment::firstSeq))
                    .toList();
        }
    }

    /** The number of its first record, according to its name. */
    static long firstSeq(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }
}
