package lingdian.simulation.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a simulated officer does next. */
class CaseHandlingTest {
    private static final String CAFE = "36048110000001";
    private static final CaseHandling HANDLING =
            new CaseHandling((cafe, code) -> cafe.equals(CAFE) && code.equals("OVERTIME_OPERATION"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lead      | 2026-07-10T08:29:00+08:00 | 50 | nothing
            lead      | 2026-07-10T08:30:00+08:00 | 50 | assign
            lead      | 2026-07-10T17:31:00+08:00 | 50 | nothing
            lead      | 2026-07-10T09:00:00+08:00 | 14 | nothing
            assigned  | 2026-07-10T09:00:00+08:00 | 50 | check
            checked   | 2026-07-10T09:00:00+08:00 | 50 | correct
            checked   | 2026-07-10T09:00:00+08:00 | 65 | spot
            checked   | 2026-07-10T09:00:00+08:00 | 80 | file
            filed     | 2026-07-10T09:00:00+08:00 | 80 | nothing
            filed     | 2026-07-11T09:00:00+08:00 | 80 | review
            filed     | 2026-07-11T09:00:00+08:00 | 20 | nothing
            review    | 2026-07-11T09:00:00+08:00 | 80 | notify
            notified  | 2026-07-13T09:00:00+08:00 | 80 | nothing
            notified  | 2026-07-15T09:00:00+08:00 | 80 | decide
            decided   | 2026-07-11T09:00:00+08:00 | 80 | serve
            spot      | 2026-07-10T09:00:00+08:00 | 65 | serve
            executing | 2026-07-12T09:00:00+08:00 | 80 | pay
            closed    | 2026-07-20T09:00:00+08:00 | 80 | nothing
            """)
    void whatIsDoneFollowsFromTheStepTheTimeAndTheCase(String step, String now, int draw, String then) {
        assertThat(HANDLING.next(file(step, draw), OffsetDateTime.parse(now).toInstant())
                        .map(action -> action.getString("action"))
                        .orElse("nothing"))
                .isEqualTo(then);
    }

    @Test
    void anOfficerFindsWhatTrulyHappened() {
        JsonObject file = file("assigned", 50);
        file.getJsonArray("violations").add(new JsonObject().put("id", "other").put("code", "MINOR_ADMITTED"));

        assertThat(HANDLING.next(file, Instant.parse("2026-07-10T02:00:00Z"))
                        .orElseThrow()
                        .getJsonObject("outcomes"))
                .isEqualTo(new JsonObject().put("one", "true").put("other", "untrue"));
    }

    /** An order about a minor does not speak of the hours. */
    @Test
    void anOrderDemandsWhatWasBroken() {
        var minors = new CaseHandling((cafe, code) -> code.equals("MINOR_ADMITTED"));
        JsonObject file = file("checked", 50);
        for (int i = 0; i < 2; i++) {
            file.getJsonArray("violations")
                    .add(new JsonObject().put("id", "minor-" + i).put("code", "MINOR_ADMITTED"));
        }

        assertThat(minors.next(file, Instant.parse("2026-07-10T02:00:00Z"))
                        .orElseThrow()
                        .getString("demand"))
                .isEqualTo("不得接纳未成年人，在入口查验证件，悬挂未成年人禁入标志");
    }

    @Test
    void whatWasNotSoIsClosedWithItsReason() {
        JsonObject file = file("checked", 50).put("outcome", "untrue");

        assertThat(HANDLING.next(file, Instant.parse("2026-07-10T02:00:00Z")))
                .contains(new JsonObject().put("action", "close").put("note", "经核查不属实"));
    }

    /** Last acted on at five in the morning; with an id from which this number is drawn. */
    private static JsonObject file(String step, int draw) {
        var open = new JsonArray().add(step.equals("executing") ? "pay" : "serve");
        return new JsonObject()
                .put("id", drawing(draw))
                .put("placeCode", CAFE)
                .put("step", step)
                .put("outcome", "true")
                .put(
                        "violations",
                        new JsonArray().add(new JsonObject().put("id", "one").put("code", "OVERTIME_OPERATION")))
                .put(
                        "history",
                        new JsonArray()
                                .add(new JsonObject().put("action", "open").put("at", "2026-07-10T05:00:00+08:00")))
                .put("open", open)
                .put(
                        "decision",
                        new JsonObject()
                                .put(
                                        "sanctions",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("kind", "fine")
                                                        .put("yuan", 500))));
    }

    private static String drawing(int draw) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> new UUID(0, i))
                .filter(id -> Math.floorMod(id.hashCode(), 100) == draw)
                .findFirst()
                .orElseThrow()
                .toString();
    }
}
