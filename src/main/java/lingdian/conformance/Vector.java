package lingdian.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The stream of one café of a shared vector (handbook, protocol.md#vectors), and the answers that it must get.
 *
 * @param sharedPersons if true, {@code in-use-elsewhere} depends on the order of arrival and is not compared
 * @param verdicts reasons by number, in their order; empty if allowed
 * @param rejects code by number
 */
record Vector(
        String name,
        boolean sharedPersons,
        List<JsonObject> events,
        Map<Long, List<String>> verdicts,
        Map<Long, String> rejects) {
    private static final List<String> FILES = List.of(
            "clock-back",
            "edges-201",
            "edges-202",
            "edges-203",
            "edges-204",
            "lost-logout",
            "minor-denied-and-admitted",
            "overtime-at-closing",
            "overtime-at-grace",
            "overtime-plain",
            "overtime-reopened",
            "overtime-silent-night",
            "overtime-within-grace",
            "random-101",
            "random-102",
            "random-103",
            "shared-five-minutes",
            "takeover",
            "unregistered");

    /** All streams of the vectors in the program. */
    static List<Vector> all() {
        return FILES.stream().flatMap(name -> of(read(name)).stream()).toList();
    }

    private static JsonObject read(String name) {
        try (InputStream in = Objects.requireNonNull(
                Vector.class.getResourceAsStream(name + ".json"), () -> name + ".json is missing in the program")) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Vector> of(JsonObject json) {
        var vectors = new ArrayList<Vector>();
        JsonArray cafes = json.getJsonArray("cafes");
        for (int i = 0; i < cafes.size(); i++) {
            JsonObject cafe = cafes.getJsonObject(i);
            String name = json.getString("name") + (cafes.size() == 1 ? "" : "-cafe-" + (i + 1));
            vectors.add(new Vector(
                    name,
                    json.getBoolean("sharedPersons"),
                    objects(cafe.getJsonArray("events")),
                    verdicts(cafe.getJsonObject("verdicts")),
                    rejects(cafe.getJsonObject("rejects"))));
        }
        return vectors;
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static Map<Long, List<String>> verdicts(JsonObject json) {
        var verdicts = new TreeMap<Long, List<String>>();
        json.fieldNames()
                .forEach(seq -> verdicts.put(
                        Long.valueOf(seq),
                        json.getJsonArray(seq).stream().map(String::valueOf).toList()));
        return verdicts;
    }

    private static Map<Long, String> rejects(JsonObject json) {
        var rejects = new TreeMap<Long, String>();
        json.fieldNames().forEach(seq -> rejects.put(Long.valueOf(seq), json.getString(seq)));
        return rejects;
    }

    LocalDate firstDate() {
        return dates().stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    /** How many days it needs, with a day between it and the next that ends everything in the café. */
    long days() {
        LocalDate last = dates().stream().max(Comparator.naturalOrder()).orElseThrow();
        return ChronoUnit.DAYS.between(firstDate(), last) + 3;
    }

    private List<LocalDate> dates() {
        return events.stream()
                .map(event -> LocalDate.parse(event.getString("at").substring(0, 10)))
                .toList();
    }

    @Override
    public String toString() {
        return "Vector[" + name + "]"; // the events are of persons
    }
}
