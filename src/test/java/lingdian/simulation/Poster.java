package lingdian.simulation;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.Answer;
import lingdian.agent.link.EventJson;
import lingdian.domain.ChinaTime;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A café's program that posts its events (handbook, protocol.md#over-http) to any node in turn, one request after
 * another, and posts again if no answer comes. A request that was given up may still arrive. The list of events
 * outlives the program.
 */
final class Poster {
    private static final long PATIENCE_MICROS = 10_000_000;
    private static final long PAUSE_MICROS = 2_000_000;
    private static final int MOST_EVENTS = 20;

    private final City city;
    private final Cafe cafe;
    private final Program program;
    private final UUID stream;
    private final List<AgentEvent> book;
    private final AgentListener listener;
    private long next = 1;
    private long acked;
    private long attempt;
    private boolean underWay;
    private long answers;

    /** @param book all events of the stream, beginning with number 1 */
    Poster(City city, Cafe cafe, Program program, UUID stream, List<AgentEvent> book, AgentListener listener) {
        this.city = city;
        this.cafe = cafe;
        this.program = program;
        this.stream = stream;
        this.book = book;
        this.listener = listener;
    }

    /** Posts all events again, to get their answers. */
    void again() {
        next = 1;
        attempt++; // answers under way do not count
        underWay = false;
        wake();
    }

    /** Whether it has an answer to every event that it posted. */
    boolean isDone() {
        return next > book.size();
    }

    long answers() {
        return answers;
    }

    /** Posts new events. */
    void wake() {
        if (!underWay && !isDone()) {
            underWay = true;
            post();
        }
    }

    private void post() {
        long mine = ++attempt;
        Program service = city.doorsFor(cafe).next();
        if (service == null || city.faults().deals(Faults.Kind.CONNECTION_REFUSED)) {
            later(mine, PAUSE_MICROS);
            return;
        }
        later(mine, PATIENCE_MICROS);
        int back = city.time().chance(0.1) ? city.time().random().nextInt(5) : 0;
        int from = (int) Math.max(1, next - back);
        int to = Math.min(book.size(), from + back + city.time().random().nextInt(MOST_EVENTS));
        send(service, mine, to, text(from, to));
        if (city.faults().deals(Faults.Kind.FRAME_REPEATED)) {
            send(service, mine, to, text(from, to));
        }
    }

    private String text(int from, int to) {
        return book.subList(from - 1, to).stream()
                .map(event -> EventJson.of(event).encode() + "\n")
                .collect(Collectors.joining());
    }

    private void send(Program service, long mine, int to, String body) {
        if (city.faults().deals(Faults.Kind.FRAME_LOST)) {
            return;
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("authorization", "Bearer " + cafe.placeCode())
                .add("content-type", "application/x-ndjson")
                .add("lingdian-stream", stream.toString())
                .add("lingdian-sent", Rfc3339.format(program.instant(), ChinaTime.ZONE));
        var post = new Post(service, headers, body, (status, json) -> answered(mine, to, status, json));
        service.new Loop().later(takes(), () -> city.post(service, post));
    }

    private long takes() {
        return city.faults().deals(Faults.Kind.FRAME_LATE)
                ? city.time().delay(100_000, 25_000_000)
                : city.time().delay(300, 80_000);
    }

    private void answered(long mine, int to, int status, String json) {
        if (!city.faults().deals(Faults.Kind.FRAME_LOST)) {
            city.time().after(takes(), program, () -> told(mine, to, status, new JsonObject(json)));
        }
    }

    /** Handles an answer, even to a request that was given up: it is binding. */
    private void told(long mine, int to, int answeredStatus, JsonObject answered) {
        boolean early = answeredStatus == 503 && city.breakage() == Breakage.POST_FAILED_TOLD_AS_DONE;
        int status = early ? 200 : answeredStatus;
        JsonObject answer = early ? new JsonObject().put("ackedSeq", to).put("chain", "00") : answered;
        if (city.breakage() == Breakage.POST_VERDICTS_LEFT_OUT) {
            answer.remove("verdicts");
        }
        switch (status) {
            case 200 -> committed(mine, to, answer);
            case 409 -> expected(mine, answer.getLong("expectedSeq"));
            case 429, 503 -> {
                if (mine == attempt) {
                    later(mine, PAUSE_MICROS);
                }
            }
            default -> city.fails(cafe.placeCode() + " is answered " + status + ": " + answer.getString("detail"));
        }
    }

    private void committed(long mine, int to, JsonObject answer) {
        listener.acknowledged(answer.getLong("ackedSeq"), answer.getString("chain"));
        if (answer.getLong("ackedSeq") < to) {
            city.fails(cafe.placeCode() + " is answered 200 and not all that it posted is safe");
        }
        objects(answer.getJsonArray("verdicts")).forEach(verdict -> listener.judged(Answer.verdict(verdict)));
        objects(answer.getJsonArray("rejects")).forEach(reject -> listener.rejected(Answer.reject(reject)));
        answers++;
        acked = Math.max(acked, answer.getLong("ackedSeq"));
        goOn(mine, to + 1L);
    }

    private static List<JsonObject> objects(@Nullable JsonArray array) {
        return array == null
                ? List.of()
                : array.stream().map(JsonObject.class::cast).toList();
    }

    private void expected(long mine, long seq) {
        if (seq <= acked) {
            city.fails(cafe.placeCode() + " is told that " + seq + " is expected, and " + acked + " were safe");
        }
        goOn(mine, seq);
    }

    private void goOn(long mine, long seq) {
        if (mine == attempt) {
            next = seq;
            attempt++;
            underWay = false;
            wake();
        }
    }

    private void later(long mine, long micros) {
        city.time().after(micros, program, () -> {
            if (mine == attempt) {
                post();
            }
        });
    }
}
