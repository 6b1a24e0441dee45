package lingdian.intake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntakeVectorsIT {
    private static final Path VECTORS = Path.of("..", "shared", "vectors");

    static Stream<Path> vectors() throws IOException {
        if (!Files.isDirectory(VECTORS)) {
            return Stream.of(VECTORS);
        }
        return Files.list(VECTORS).filter(p -> p.toString().endsWith(".json")).sorted();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aVectorGetsItsVerdictsAndViolations(Path file) throws Exception {
        assumeThat(Files.isRegularFile(file)).as("../shared/vectors is absent").isTrue();
        var vector = new JsonObject(Files.readString(file));
        try (var fixture = new IntakeFixture()) {
            for (Object c : vector.getJsonArray("cafes")) {
                var cafe = (JsonObject) c;
                fixture.cafe(
                        cafe.getString("placeCode"),
                        cafe.getJsonArray("staffTerminals", new JsonArray()).stream()
                                .map(String.class::cast)
                                .toArray(String[]::new));
            }
            for (Object c : vector.getJsonArray("cafes")) {
                var cafe = (JsonObject) c;
                List<String> events = cafe.getJsonArray("events").stream()
                        .map(e -> ((JsonObject) e).encode())
                        .toList();
                var receipt = fixture.send(cafe.getString("placeCode"), UUID.randomUUID(), events);
                Map<String, Object> verdicts = new TreeMap<>();
                Map<String, Object> rejects = new TreeMap<>();
                for (Intake.Answer a : receipt.answers()) {
                    var json = new JsonObject(a.json());
                    if (a.verdict()) {
                        var reasons = json.getJsonArray("reasons");
                        if (vector.getBoolean("sharedPersons")) reasons.remove("in-use-elsewhere");
                        verdicts.put("" + a.seq(), reasons);
                    } else {
                        rejects.put("" + a.seq(), json.getString("code"));
                    }
                }
                var expected = new TreeMap<String, Object>();
                cafe.getJsonObject("verdicts").forEach(e -> {
                    var reasons = ((JsonArray) e.getValue()).copy();
                    if (vector.getBoolean("sharedPersons")) reasons.remove("in-use-elsewhere");
                    expected.put(e.getKey(), reasons);
                });
                assertThat(rejects)
                        .isEqualTo(new TreeMap<>(cafe.getJsonObject("rejects").getMap()));
                if (!vector.getBoolean("sharedPersons")) {
                    assertThat(verdicts).isEqualTo(expected);
                } else {
                    expected.forEach((seq, reasons) -> assertThat(verdicts.get(seq))
                            .as("verdict of " + seq)
                            .isEqualTo(reasons));
                }
            }
            List<String> actual = new ArrayList<>();
            List<JsonObject> expectedViolations = vector.getJsonArray("violations").stream()
                    .map(JsonObject.class::cast)
                    .toList();
            for (Row row : fixture.pool
                    .query("SELECT snapshot FROM violation WHERE code NOT IN ('RECORDS_BROKEN')")
                    .execute()
                    .await(10, SECONDS)) {
                actual.add(key(new JsonObject(row.getString("snapshot"))));
            }
            assertThat(actual)
                    .containsExactlyInAnyOrderElementsOf(
                            expectedViolations.stream().map(v -> key(v)).toList());
        }
    }

    private static String key(JsonObject v) {
        boolean overtime = "OVERTIME_OPERATION".equals(v.getString("code")) && v.getString("endedAt") != null;
        String end = v.getString("endedAt");
        String code = v.getString("code");
        return code + " " + v.getString("placeCode") + " "
                + OffsetDateTime.parse(v.getString("startedAt")).toInstant() + " "
                + (end == null ? "open" : OffsetDateTime.parse(end).toInstant()) + " "
                + (code.startsWith("IDENTITY_SHARED") || code.startsWith("OVERTIME") ? v.getString("standing") : "")
                + " "
                + (overtime ? v.getLong("seconds") + "/" + v.getInteger("sessions") + "/" + v.getInteger("peak") : "")
                + (code.startsWith("IDENTITY") || code.startsWith("MINOR") ? " " + v.getString("session") : "")
                + (code.startsWith("TERMINAL") ? " " + v.getString("terminal") : "");
    }
}
