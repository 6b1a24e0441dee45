package lingdian.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The examples of the contract (handbook, protocol.md#vectors): streams, and all that they must lead to. */
public final class VectorFiles {
    private static final Path DIRECTORY = Path.of("src/main/resources/lingdian/conformance");

    private VectorFiles() {}

    /**
     * One file.
     *
     * @param sharedPersons if true, {@code in-use-elsewhere} depends on the order of arrival, so verdicts are compared
     *     without it
     * @param violations all violations that the service must list afterwards, with the given fields
     */
    public record Vector(
            String name, String note, boolean sharedPersons, List<Cafe> cafes, List<JsonObject> violations) {
        @Override
        public String toString() {
            return name; // the name of a parameterised test
        }
    }

    /**
     * One café with its stream.
     *
     * @param verdicts reasons by number; empty if allowed
     * @param rejects code by number
     */
    public record Cafe(
            String placeCode,
            List<String> staffTerminals,
            List<JsonObject> events,
            Map<Long, List<String>> verdicts,
            Map<Long, String> rejects) {}

    /** All files, by name. */
    public static List<Vector> all() {
        return documents().stream()
                .map(JsonObject::new)
                .map(VectorFiles::vector)
                .toList();
    }

    /** The text of each file, by name. */
    public static List<String> documents() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(VectorFiles::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param name without the extension, for example {@code overtime-plain} */
    public static Vector named(String name) {
        return vector(new JsonObject(text(DIRECTORY.resolve(name + ".json"))));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector vector(JsonObject json) {
        return new Vector(
                json.getString("name"),
                json.getString("note"),
                json.getBoolean("sharedPersons"),
                objects(json.getJsonArray("cafes")).stream()
                        .map(VectorFiles::cafe)
                        .toList(),
                objects(json.getJsonArray("violations")));
    }

    private static Cafe cafe(JsonObject json) {
        Map<Long, List<String>> verdicts = new TreeMap<>();
        JsonObject reasons = json.getJsonObject("verdicts");
        reasons.fieldNames().forEach(seq -> verdicts.put(Long.valueOf(seq), strings(reasons.getJsonArray(seq))));
        Map<Long, String> rejects = new TreeMap<>();
        JsonObject codes = json.getJsonObject("rejects");
        codes.fieldNames().forEach(seq -> rejects.put(Long.valueOf(seq), codes.getString(seq)));
        return new Cafe(
                json.getString("placeCode"),
                strings(json.getJsonArray("staffTerminals", new JsonArray())),
                objects(json.getJsonArray("events")),
                verdicts,
                rejects);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
