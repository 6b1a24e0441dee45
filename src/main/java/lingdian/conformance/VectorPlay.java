package lingdian.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Plays vectors one after the other in one café, each as a stream of its own on days of its own. */
final class VectorPlay {
    /** Smaller than every window that a service would offer, and cut elsewhere than others do. */
    private static final int MESSAGE_EVENTS = 37;

    private static final int DIFFERENCES_MAX = 5;
    private static final String DEPENDS_ON_ORDER = "in-use-elsewhere";

    private VectorPlay() {}

    /** How many days all of them need. */
    static long days(List<Vector> vectors) {
        return vectors.stream().mapToLong(Vector::days).sum();
    }

    /** @param first the day on which the first one begins */
    static List<Check> checks(List<Vector> vectors, LocalDate first) {
        var checks = new ArrayList<Check>();
        LocalDate begin = first;
        for (Vector vector : vectors) {
            long days = ChronoUnit.DAYS.between(vector.firstDate(), begin);
            int number = checks.size();
            checks.add(new Check("vector/" + vector.name(), service -> play(service, vector, days, number)));
            begin = begin.plusDays(vector.days());
        }
        return checks;
    }

    private static void play(ServiceUnderTest service, Vector vector, long days, int number) {
        var shift = new DayShift(days, "kit-" + service.run() + "-" + number);
        List<JsonObject> events = vector.events().stream().map(shift::moved).toList();
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            for (int from = 0; from < events.size(); from += MESSAGE_EVENTS) {
                List<JsonObject> message = events.subList(from, Math.min(events.size(), from + MESSAGE_EVENTS));
                talk.send(message);
                talk.ack(message.getLast().getLong("seq"));
            }
            settle(talk, events.getLast());
            List<String> differences = differences(talk.answers(), vector);
            Check.require(differences.isEmpty(), String.join("; ", differences));
        }
    }

    /** An ack may overtake the answers to what it acknowledges, but hardly the answers before another message. */
    private static void settle(Talk talk, JsonObject last) {
        long seq = last.getLong("seq") + 1;
        talk.send(new JsonObject()
                .put("seq", seq)
                .put("type", "heartbeat")
                .put("at", last.getString("at"))
                .put("inUse", new JsonArray()));
        talk.ack(seq);
    }

    private static List<String> differences(List<JsonObject> answers, Vector vector) {
        var expected = new TreeMap<Long, String>();
        vector.verdicts().forEach((seq, reasons) -> expected.put(seq, "verdict " + compared(reasons, vector)));
        vector.rejects().forEach((seq, code) -> expected.put(seq, "reject " + code));
        var found = new TreeMap<Long, String>();
        answers.forEach(answer -> found.put(answer.getLong("seq"), essence(answer, vector)));
        var numbers = new java.util.TreeSet<>(expected.keySet());
        numbers.addAll(found.keySet());
        return numbers.stream()
                .filter(seq -> !text(expected, seq).equals(text(found, seq)))
                .limit(DIFFERENCES_MAX)
                .map(seq -> "event " + seq + ": expected " + text(expected, seq) + ", got " + text(found, seq))
                .toList();
    }

    private static String text(Map<Long, String> answers, Long seq) {
        return answers.getOrDefault(seq, "no answer");
    }

    private static String essence(JsonObject answer, Vector vector) {
        return answer.getString("type").equals("reject")
                ? "reject " + answer.getString("code")
                : "verdict "
                        + compared(
                                answer.getJsonArray("reasons").stream()
                                        .map(String::valueOf)
                                        .toList(),
                                vector);
    }

    private static List<String> compared(List<String> reasons, Vector vector) {
        return reasons.stream()
                .filter(reason -> !(vector.sharedPersons() && reason.equals(DEPENDS_ON_ORDER)))
                .toList();
    }
}
