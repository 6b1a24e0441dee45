package lingdian.record.backtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lingdian.law.json.AsideJson;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Aside;
import lingdian.law.judge.Listening;
import lingdian.law.judge.Rulebook;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history object by object. JSON trees would take most of a back-test's time, so events are read without one.
 *
 * <p>It can begin at any place that {@link #position} returned, so that an interrupted back-test can continue.
 */
final class HistoryReader implements AutoCloseable {
    private static final JsonFactory JSON = CafeJson.JSON.getFactory();

    private final HistoryBytes bytes;
    private final EventFields fields = new EventFields();
    private final EventLineReader lines;
    private @Nullable RecordedCafe cafe;

    private HistoryReader(InputStream in, long begun) {
        this.bytes = new HistoryBytes(in, begun);
        this.lines = new EventLineReader(bytes, fields);
    }

    /** Begins at the first café. */
    static HistoryReader open(Path file) throws IOException {
        var reader = new HistoryReader(Files.newInputStream(file), 0);
        if (reader.bytes.findObject()) {
            reader.bytes.moveBehind(reader.bytes.objectLength());
        }
        return reader;
    }

    /** The head of a history: the releases of the rules, and when the service was receiving. */
    record Head(Rulebook released, ReceptionTimes reception) {}

    /** @throws InvalidConfiguration if the file is not a history */
    static Head head(Path file) throws IOException {
        var releases = new ArrayList<Rulebook.Release>();
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(in)) {
            parser.nextToken();
            JsonNode head = parser.readValueAsTree();
            if (head == null || !head.path("history").asText().equals(HistoryWriter.FORMAT)) {
                throw noHistory(file);
            }
            for (JsonNode release : head.path("releases")) {
                releases.add(new Rulebook.Release(
                        Micros.instant(release.path("from").asLong()),
                        RulesJson.stored(release.path("rules").toString())));
            }
            return new Head(new Rulebook(releases), reception(head));
        } catch (JsonProcessingException noJson) {
            throw noHistory(file);
        }
    }

    private static ReceptionTimes reception(JsonNode head) {
        var stretches = new ArrayList<Listening.Stretch>();
        for (JsonNode one : head.path("listening")) {
            stretches.add(new Listening.Stretch(
                    Micros.instant(one.path("from").asLong()),
                    Micros.instant(one.path("until").asLong()),
                    one.path("over").asBoolean()));
        }
        return new ReceptionTimes(
                stretches, Micros.instant(head.path("heardUntil").asLong()));
    }

    /** Begins at a position of an earlier reader. */
    static HistoryReader at(Path file, long position) throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(position);
        return new HistoryReader(in, position);
    }

    private static InvalidConfiguration noHistory(Path file) {
        return new InvalidConfiguration(List.of(file + ": is not a history written by \"backtest --export\""));
    }

    /** How many bytes of the file are read. */
    long position() {
        return bytes.passed();
    }

    /** The next line; null at the end. */
    @Nullable
    HistoryLine next() throws IOException {
        if (!bytes.findObject()) {
            return null;
        }
        return lines.read() ? event() : other();
    }

    private HistoryLine.Event event() throws IOException {
        return new HistoryLine.Event(fields.of(Objects.requireNonNull(cafe, "no café begins the history")));
    }

    /** A line of another kind, or an event that is written in another way. */
    private HistoryLine other() throws IOException {
        int length = bytes.objectLength();
        try (JsonParser parser = JSON.createParser(bytes.window(), bytes.position(), length)) {
            bytes.moveBehind(length);
            parser.nextToken();
            String kind = Objects.requireNonNull(parser.nextFieldName(), "a line without a field");
            return switch (kind) {
                case "event" -> {
                    new RecordedEventReader(parser, fields).read();
                    yield event();
                }
                case "cafe" -> begins(CafeJson.read(tree(parser)));
                case "aside" -> new HistoryLine.Besides(told(parser));
                case "stored" -> new HistoryLine.Stored(tree(parser));
                case "end" -> new HistoryLine.CafeEnds();
                default -> throw new IOException("a line has an unknown kind");
            };
        }
    }

    private HistoryLine begins(RecordedCafe recorded) {
        cafe = recorded;
        return new HistoryLine.CafeBegins(recorded);
    }

    private static DatedAside told(JsonParser parser) throws IOException {
        Aside aside = AsideJson.read(tree(parser).toString());
        parser.nextFieldName();
        return new DatedAside(parser.nextLongValue(0), aside);
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        parser.nextToken();
        return parser.readValueAsTree();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
