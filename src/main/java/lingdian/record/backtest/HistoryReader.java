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
import lingdian.platform.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history line by line with a streaming parser: JSON trees would take most of a back-test's time.
 *
 * <p>It can begin at any place that {@link #position} returned, so that an interrupted back-test can continue.
 */
final class HistoryReader implements AutoCloseable {
    private static final JsonFactory JSON = CafeJson.JSON.getFactory();

    private final JsonParser parser;
    private final long begun;
    private @Nullable RecordedEventReader events;

    private HistoryReader(InputStream in, long begun) throws IOException {
        this.parser = JSON.createParser(in);
        this.begun = begun;
    }

    /** Begins at the first café. */
    static HistoryReader open(Path file) throws IOException {
        var reader = new HistoryReader(Files.newInputStream(file), 0);
        reader.parser.nextToken();
        reader.parser.skipChildren();
        return reader;
    }

    /** The head of a history: the releases of the rules, and when the service was receiving. */
    record Head(Rulebook released, ReceptionTimes reception) {}

    /** @throws InvalidConfiguration if the file is not a history */
    static Head head(Path file) throws IOException {
        var releases = new ArrayList<Rulebook.Release>();
        try (var reader = new HistoryReader(Files.newInputStream(file), 0)) {
            reader.parser.nextToken();
            JsonNode head = reader.parser.readValueAsTree();
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

    /** How many bytes of the file are read. Exact between two lines. */
    long position() {
        return begun + parser.currentLocation().getByteOffset();
    }

    /** The next line; null at the end. */
    @Nullable
    HistoryLine next() throws IOException {
        if (parser.nextToken() == null) {
            return null;
        }
        String kind = Objects.requireNonNull(parser.nextFieldName(), "a line without a field");
        return switch (kind) {
            case "event" ->
                new HistoryLine.Event(Objects.requireNonNull(events, "no café begins the history")
                        .read());
            case "cafe" -> begins(CafeJson.read(tree()));
            case "aside" -> new HistoryLine.Besides(told());
            case "stored" -> new HistoryLine.Stored(tree().toString());
            case "end" -> ends();
            default -> throw new IOException("a line has an unknown kind");
        };
    }

    private HistoryLine begins(RecordedCafe cafe) {
        events = new RecordedEventReader(parser, cafe);
        return new HistoryLine.CafeBegins(cafe);
    }

    private DatedAside told() throws IOException {
        parser.nextToken();
        Aside aside = AsideJson.read(parser.readValueAsTree().toString());
        parser.nextFieldName();
        long events = parser.nextLongValue(0);
        parser.nextToken();
        return new DatedAside(events, aside);
    }

    private HistoryLine ends() throws IOException {
        parser.nextToken();
        parser.nextToken();
        return new HistoryLine.CafeEnds();
    }

    private JsonNode tree() throws IOException {
        parser.nextToken();
        JsonNode tree = parser.readValueAsTree();
        parser.nextToken();
        return tree;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
