package lingdian.simulation.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lingdian.domain.PlaceCode;
import lingdian.platform.text.Rfc3339;

/**
 * A file of session records: a header line, then one session per line, in any order.
 *
 * @param hash of the file's content, lower-case hex: equal files give equal streams
 * @param rows the sessions that can be played, in the order of the file
 * @param leftOut the lines that cannot, and why
 */
public record ReplayFile(String hash, List<Row> rows, List<LeftOut> leftOut) {
    private static final List<String> COLUMNS = List.of("site_id", "person_id", "online_at", "offline_at");
    private static final Predicate<String> PERSON =
            Pattern.compile("\\P{C}{1,64}").asMatchPredicate();

    /**
     * One session.
     *
     * @param line its line in the file, the header being line 1
     */
    public record Row(int line, PlaceCode placeCode, String personId, Instant from, Instant to) {
        @Override
        public String toString() {
            return "Row[line=" + line + "]"; // which person sat where is personal data
        }
    }

    /** A line that is not played; {@code why} names the column and never the value. */
    public record LeftOut(int line, String why) {}

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if the header lacks a column, or the text is not UTF-8
     */
    public static ReplayFile read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return parse(text(content), hash(content));
    }

    static ReplayFile parse(String text, String hash) {
        List<String> lines = text.lines().toList();
        int[] columns = columns(lines.isEmpty() ? "" : lines.getFirst());
        List<Row> rows = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (int line = 2; line <= lines.size(); line++) {
            String content = lines.get(line - 1);
            if (content.isBlank()) {
                continue;
            }
            try {
                rows.add(row(line, CsvLine.split(content), columns));
            } catch (IllegalArgumentException unusable) {
                leftOut.add(new LeftOut(line, String.valueOf(unusable.getMessage())));
            }
        }
        return new ReplayFile(hash, List.copyOf(rows), List.copyOf(leftOut));
    }

    private static int[] columns(String header) {
        List<String> names = CsvLine.split(header.startsWith("\uFEFF") ? header.substring(1) : header).stream()
                .map(String::strip)
                .toList();
        List<String> missing =
                COLUMNS.stream().filter(column -> !names.contains(column)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("line 1: the header lacks " + String.join(", ", missing));
        }
        return COLUMNS.stream().mapToInt(names::indexOf).toArray();
    }

    private static Row row(int line, List<String> fields, int[] columns) {
        Optional<PlaceCode> placeCode = PlaceCode.find(field(fields, columns, 0));
        require(placeCode.isPresent(), 0, "is not a place code");
        String personId = field(fields, columns, 1);
        require(PERSON.test(personId), 1, "must be 1 to 64 printable characters");
        Instant from = instant(field(fields, columns, 2), 2);
        Instant to = instant(field(fields, columns, 3), 3);
        require(to.isAfter(from), 3, "must be after online_at");
        return new Row(line, placeCode.get(), personId, from, to);
    }

    private static String field(List<String> fields, int[] columns, int column) {
        require(columns[column] < fields.size(), column, "is missing");
        return fields.get(columns[column]).strip();
    }

    private static Instant instant(String text, int column) {
        Optional<Instant> instant = Rfc3339.parse(text);
        require(instant.isPresent(), column, "is not an RFC 3339 time");
        return instant.get();
    }

    private static void require(boolean holds, int column, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(COLUMNS.get(column) + " " + complaint);
        }
    }

    private static String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new IllegalArgumentException("the file is not UTF-8", notUtf8);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has SHA-256
        }
    }

    @Override
    public String toString() {
        return "ReplayFile[rows=" + rows.size() + ", leftOut=" + leftOut.size() + "]";
    }
}
