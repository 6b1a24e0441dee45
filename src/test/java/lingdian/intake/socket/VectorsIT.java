package lingdian.intake.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.VectorFiles;
import lingdian.vault.seal.KeySuite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract by example, through the running service: real agents on real sockets. */
class VectorsIT {
    static Stream<Arguments> vectors() {
        return VectorFiles.all().stream()
                .flatMap(vector -> Stream.of(KeySuite.values()).map(suite -> Arguments.of(vector, suite)));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void getItsVerdictsRejectsAndViolations(VectorFiles.Vector vector, KeySuite suite) throws Exception {
        try (var service = RunningService.with().settings("suite: " + suite).start()) {
            var keys = new TreeMap<String, String>();
            for (VectorFiles.Cafe cafe : vector.cafes()) {
                keys.put(cafe.placeCode(), service.cafe(cafe.placeCode(), cafe.staffTerminals()));
            }
            for (VectorFiles.Cafe cafe : vector.cafes()) {
                play(service, vector, cafe, keys.get(cafe.placeCode()));
            }
            assertThat(service.violations().values().stream()
                            .filter(found -> !found.getString("code").equals("RECORDS_BROKEN"))
                            .map(VectorsIT::essence))
                    .containsExactlyInAnyOrderElementsOf(
                            vector.violations().stream().map(VectorsIT::essence).toList());
            assertThat(service.verify().firstBroken()).isNull();
        }
    }

    /** In portions cut at random, as the vectors allow. */
    private static void play(RunningService service, VectorFiles.Vector vector, VectorFiles.Cafe cafe, String key) {
        var cut = new Random(vector.name().hashCode());
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            agent.hello(UUID.randomUUID(), 0);
            List<JsonObject> events = cafe.events();
            for (int from = 0; from < events.size(); ) {
                int to = Math.min(events.size(), from + 1 + cut.nextInt(60));
                agent.sendArray(events.subList(from, to));
                from = to;
            }
            agent.ack(events.get(events.size() - 1).getLong("seq"));
            cafe.rejects()
                    .forEach((seq, code) -> assertThat(agent.reject(seq).getString("code"))
                            .as("reject of %d", seq)
                            .isEqualTo(code));
            cafe.verdicts()
                    .forEach((seq, reasons) -> assertThat(
                                    told(vector, agent.verdict(seq).getJsonArray("reasons")))
                            .as("verdict of %d", seq)
                            .isEqualTo(told(vector, new JsonArray(reasons))));
        }
    }

    private static List<Object> told(VectorFiles.Vector vector, JsonArray reasons) {
        return reasons.stream()
                .filter(reason -> !(vector.sharedPersons() && reason.equals("in-use-elsewhere")))
                .toList();
    }

    /** The fields that the vectors give. */
    private static Map<String, Object> essence(JsonObject violation) {
        var essence = new TreeMap<String, Object>();
        String code = violation.getString("code");
        essence.put("code", code);
        essence.put("placeCode", violation.getString("placeCode"));
        essence.put(
                "startedAt",
                OffsetDateTime.parse(violation.getString("startedAt")).toInstant());
        String endedAt = violation.getString("endedAt");
        essence.put(
                "endedAt",
                endedAt == null ? "open" : OffsetDateTime.parse(endedAt).toInstant());
        switch (code) {
            case "OVERTIME_OPERATION" -> {
                essence.put("standing", violation.getString("standing"));
                if (endedAt != null) {
                    essence.put("seconds", violation.getLong("seconds"));
                    essence.put("sessions", violation.getInteger("sessions"));
                    essence.put("peak", violation.getInteger("peak"));
                }
            }
            case "IDENTITY_SHARED" -> {
                essence.put("standing", violation.getString("standing"));
                essence.put("session", violation.getString("session"));
            }
            case "TERMINAL_UNREGISTERED" -> {
                essence.put("terminals", violation.getJsonObject("terminals"));
                essence.put("peak", violation.getInteger("peak"));
            }
            default -> essence.put("session", violation.getString("session"));
        }
        return essence;
    }
}
