package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import lingdian.testing.VectorFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the second judge against independent readings of the same contract: the vectors. */
class PlainJudgeTest {
    static List<VectorFiles.Vector> vectors() {
        return VectorFiles.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void answersAsTheVectorsSay(VectorFiles.Vector vector) {
        Set<String> shared = shared(vector);
        for (VectorFiles.Cafe cafe : vector.cafes()) {
            var judge = new PlainJudge();
            var answers = new TreeMap<Long, List<String>>();
            var expected = new TreeMap<Long, List<String>>();
            for (JsonObject event : cafe.events()) {
                long seq = event.getLong("seq");
                boolean elsewhere = event.containsKey("document") && shared.contains(PlainJudge.person(event));
                PlainJudge.Answer answer = judge.next(event);
                if (answer != null) {
                    answers.put(seq, words(answer, elsewhere));
                }
                if (cafe.rejects().containsKey(seq)) {
                    expected.put(seq, List.of(cafe.rejects().get(seq)));
                } else if (cafe.verdicts().containsKey(seq)) {
                    expected.put(
                            seq,
                            words(new PlainJudge.Answer(null, cafe.verdicts().get(seq), null), elsewhere));
                }
            }
            assertThat(answers).as(cafe.placeCode()).isEqualTo(expected);
        }
    }

    private static List<String> words(PlainJudge.Answer answer, boolean elsewhere) {
        return answer.reject() != null
                ? List.of(answer.reject())
                : (elsewhere ? answer.notElsewhere() : answer).reasons();
    }

    /** The persons who appear in more than one café. */
    private static Set<String> shared(VectorFiles.Vector vector) {
        Map<String, Set<String>> places = new HashMap<>();
        for (VectorFiles.Cafe cafe : vector.cafes()) {
            cafe.events().stream()
                    .filter(event -> event.containsKey("document"))
                    .forEach(event -> places.computeIfAbsent(PlainJudge.person(event), person -> new HashSet<>())
                            .add(cafe.placeCode()));
        }
        places.values().removeIf(seen -> seen.size() < 2);
        return places.keySet();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void findsTheSeatsWithoutLoginThatTheVectorsSay(VectorFiles.Vector vector) {
        for (VectorFiles.Cafe cafe : vector.cafes()) {
            var judge = new PlainJudge(cafe.staffTerminals());
            cafe.events().forEach(judge::next);

            assertThat(judge.unregistered())
                    .as(cafe.placeCode())
                    .containsExactlyInAnyOrderElementsOf(vector.violations().stream()
                            .filter(violation -> violation.getString("code").equals("TERMINAL_UNREGISTERED"))
                            .filter(violation ->
                                    violation.getString("placeCode").equals(cafe.placeCode()))
                            .map(PlainSeats.Episode::of)
                            .toList());
        }
    }

    @Test
    void whatIsOfTheDayDecides() {
        assertThat(told(
                        login("2026-02-28T12:00:00+08:00", "2008-02-29", null, false),
                        login("2026-03-01T12:00:00+08:00", "2008-02-29", "2026-02-28", false),
                        login("2026-03-01T12:00:00+08:00", "2026-03-01", null, true),
                        login("2026-03-02T07:59:59+08:00", "1990-02-30", null, false),
                        login("2026-03-02T08:00:00+08:00", "1990-02-28", null, false)))
                .containsExactly(
                        "[under-age] null",
                        "[document-expired] null",
                        "[document-malformed] null",
                        "[document-malformed, outside-hours] null",
                        "[] 2026-03-02T16:00:00Z");
    }

    private static List<String> told(JsonObject... logins) {
        var judge = new PlainJudge();
        var told = new ArrayList<String>();
        Stream.of(logins)
                .map(login -> judge.next(login.put("session", "s" + told.size())))
                .forEach(answer -> told.add(answer.reasons() + " " + answer.closesAt()));
        return told;
    }

    private static JsonObject login(String at, String born, String valid, boolean admitted) {
        return new JsonObject()
                .put("type", "login")
                .put("at", at)
                .put("terminal", "T1")
                .put("admitted", admitted)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "one")
                                .put("birthDate", born)
                                .put("validUntil", valid));
    }
}
