package lingdian.conformance;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.Hello;
import lingdian.domain.event.ReceivedEvent;
import lingdian.platform.http.ConnectionAbort;

/** One connection of an agent, over which one act is played. */
final class AgentTalk {
    /** A receipt should come before so many further events, unless they come too fast. */
    private static final int RECEIPT_EVENTS = 10;

    private static final int RECEIPT_QUIETS = 10;

    private static final int MESSAGE_BYTES_MAX = 1024 * 1024;

    private final Vertx vertx;
    private final KitSettings settings;
    private final InstantSource clock;
    private final Performance performance;
    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final Act act;
    private final ObservedStream stream;
    private final UUID message = UUID.randomUUID();
    private final List<ReceivedEvent> unanswered = new ArrayList<>();
    private final HeartbeatWatch heartbeats;
    private boolean greeted;
    private boolean receipted;
    private boolean late;
    private boolean over;
    /** Whether guests were waited for long enough. */
    private boolean timesUp;

    private long next;
    private long recordedBefore;
    private int taken;
    private long quiet = -1;
    private long receiptBy;

    /** The connection, and its socket. */
    record Wire(Vertx vertx, ServerWebSocket socket, HttpConnection connection) {}

    AgentTalk(
            Wire wire,
            KitSettings settings,
            InstantSource clock,
            Performance performance,
            Act act,
            ObservedStream stream) {
        this.vertx = wire.vertx();
        this.socket = wire.socket();
        this.connection = wire.connection();
        this.settings = settings;
        this.clock = clock;
        this.performance = performance;
        this.act = act;
        this.stream = stream;
        this.late = act.answers() == Act.Answers.LATE;
        this.heartbeats = new HeartbeatWatch(vertx, settings.times().heartbeatMillis(), this::heartbeatIsLate);
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(bytes -> refuse(AgentFault.BINARY_MESSAGE, "", 4400));
        socket.exceptionHandler(broken -> {}); // the close handler follows
        socket.closeHandler(closed -> left());
    }

    private void received(String text) {
        if (over) {
            return;
        }
        performance.waitOnceMore();
        if (text.getBytes(StandardCharsets.UTF_8).length > MESSAGE_BYTES_MAX) {
            refuse(AgentFault.MESSAGE_TOO_LARGE, "", 1009);
            return;
        }
        switch (AgentCodec.decode(text)) {
            case Decoded.HelloMessage(Hello hello) when !greeted -> greet(hello);
            case Decoded message when !greeted -> refuse(AgentFault.HELLO_MISSING, "", 4400);
            case Decoded.HelloMessage again -> refuse(AgentFault.SECOND_HELLO, "", 4400);
            case Decoded.Refused(String reason) -> refuse(AgentFault.MESSAGE_MALFORMED, reason, 4400);
            case Decoded.ReceiptMessage receipt -> {
                receipted |= receipt.receipt().id().equals(message);
                endWhenDone();
            }
            case Decoded.Events events -> take(events.events());
        }
    }

    private void greet(Hello hello) {
        greeted = true;
        recordedBefore = hello.lastSeq();
        if (!performance.greeted(this, hello)) {
            return;
        }
        next = stream.committed() + 1;
        Instant now = clock.instant();
        tell(AgentAnswer.welcome(hello, stream.committed(), act, settings.heartbeatSeconds(), now));
        if (act.extras()) {
            extras(now);
        }
        if (act.teaches()) {
            beginLessons();
        }
    }

    /** What an agent ignores, and an office's message, which it answers. */
    private void extras(Instant now) {
        receiptBy = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(
                        RECEIPT_QUIETS * settings.times().quietMillis());
        tell(new JsonObject().put("type", "forecast").put("text", "sunny"));
        tell(AgentAnswer.notice("forecast").put("text", "sunny"));
        tell(AgentAnswer.message(message, now));
    }

    /** Heartbeats must come in time from now on, and guests get their lessons. */
    private void beginLessons() {
        stream.guests().begin();
        heartbeats.begin();
        vertx.setTimer(settings.times().patienceMillis(), id -> {
            timesUp = true;
            endWhenDone();
        });
    }

    private void heartbeatIsLate() {
        if (!over) {
            performance.note(
                    AgentFault.HEARTBEAT_LATE,
                    "none within %d ms, where heartbeatSeconds is %d"
                            .formatted(settings.times().heartbeatMillis(), settings.heartbeatSeconds()));
            end();
        }
    }

    private void take(List<ReceivedEvent> events) {
        long last = next - 1;
        for (ReceivedEvent event : events) {
            if (event.seq() > last + 1) {
                AgentFault fault = taken == 0 ? AgentFault.EVENTS_LOST : AgentFault.SEQ_GAP;
                refuse(fault, "expected " + next + ", got " + event.seq(), 4409);
                return;
            }
            last = Math.max(last, event.seq());
        }
        for (ReceivedEvent event : events) {
            boolean fresh = isFresh(event);
            stream.take(event, act.teaches() && fresh).ifPresent(fault -> performance.note(fault, detail(event)));
            if (act.teaches() && fresh && event.event() instanceof AgentEvent.Heartbeat) {
                heartbeats.heartbeat();
            }
        }
        unanswered.addAll(events);
        next = last + 1;
        taken += events.size();
        checkWindow();
        answer();
        if (act.extras() && !receipted && taken >= act.events() + RECEIPT_EVENTS && System.nanoTime() > receiptBy) {
            performance.note(AgentFault.RECEIPT_MISSING, "");
            receipted = true;
        }
        endWhenDone();
    }

    /**
     * Whether an event was made over this connection. What was recorded before the hello may have been asked over a
     * connection that the kit broke.
     */
    private boolean isFresh(ReceivedEvent event) {
        return event.seq() > recordedBefore && event.seq() >= next;
    }

    private static String detail(ReceivedEvent event) {
        return "event " + event.seq()
                + (event.event() instanceof AgentEvent.Invalid invalid
                        ? ", " + invalid.path() + ": " + invalid.message()
                        : "");
    }

    private void checkWindow() {
        long open = unanswered.stream()
                .map(ReceivedEvent::seq)
                .filter(seq -> seq > stream.committed()) // an acknowledged login may be sent again for its answer
                .distinct()
                .count();
        if (open > act.window()) {
            performance.note(AgentFault.WINDOW_EXCEEDED, open + " of " + act.window());
            late = false;
        }
    }

    private void answer() {
        switch (act.answers()) {
            case LOST -> {}
            case KEPT_UNANSWERED -> stream.commit(next - 1);
            case ONCE -> acknowledge();
            case TWICE -> {
                List<ReceivedEvent> again = List.copyOf(unanswered);
                acknowledge();
                unanswered.addAll(again);
                acknowledge();
            }
            case LATE -> acknowledgeLate();
        }
    }

    private void acknowledgeLate() {
        if (!late) {
            acknowledge();
            return;
        }
        vertx.cancelTimer(quiet);
        quiet = vertx.setTimer(settings.times().quietMillis(), id -> {
            late = false;
            acknowledge();
            endWhenDone();
        });
    }

    private void acknowledge() {
        stream.commit(next - 1);
        unanswered.forEach(this::judge);
        unanswered.clear();
        tell(AgentAnswer.ack(stream.committed()));
    }

    private void judge(ReceivedEvent received) {
        switch (received.event()) {
            case AgentEvent.Login login ->
                stream.guests()
                        .lessonOf(login)
                        .ifPresentOrElse(lesson -> teach(login, lesson), () -> tell(allowed(login)));
            case AgentEvent.Invalid invalid -> tell(AgentAnswer.reject(invalid.seq(), "invalid-event", invalid.path()));
            default -> {}
        }
    }

    private void teach(AgentEvent.Login login, GuestLesson lesson) {
        switch (lesson.kind()) {
            case DENIED -> tell(AgentAnswer.denied(login));
            case REJECTED -> tell(AgentAnswer.reject(login.seq(), "duplicate-session", "/session"));
            case ANSWERED_LATE -> {
                if (act.teaches() && !lesson.isAnswered()) {
                    vertx.setTimer(settings.times().verdictMillis(), id -> answerLate(login, lesson));
                    return;
                }
                tell(allowed(login));
            }
        }
        lesson.answered();
    }

    private void answerLate(AgentEvent.Login login, GuestLesson lesson) {
        if (!over) {
            tell(allowed(login));
            lesson.answered();
            endWhenDone();
        }
    }

    private JsonObject allowed(AgentEvent.Login login) {
        return AgentAnswer.allowed(login, clock.instant());
    }

    private void endWhenDone() {
        if (!over && taken >= act.events() && !late && (!act.extras() || receipted) && lessonsAreOver()) {
            end();
        }
    }

    private boolean lessonsAreOver() {
        return !act.teaches()
                || heartbeats.heartbeats() >= act.heartbeats()
                        && (timesUp || stream.guests().isDone(settings.loginsRequired()));
    }

    private void end() {
        Integer code = act.close();
        if (code == null) {
            over = true;
            ConnectionAbort.abort(connection);
        } else {
            close(code, code == 4409 ? "expected " + (stream.committed() + 1) : "as the script says");
        }
        performance.ended(this, act.end());
    }

    void waitedInVain() {
        if (!greeted) {
            refuse(AgentFault.HELLO_MISSING, "", 4400);
        } else {
            performance.note(AgentFault.HEARTBEAT_MISSING, "");
            end();
        }
    }

    private void refuse(AgentFault fault, String detail, int code) {
        if (!over) {
            performance.note(fault, detail);
            close(code, code == 4409 ? "expected " + next : "see the report");
            performance.ended(this, null);
        }
    }

    void close(int code, String reason) {
        over = true;
        heartbeats.end();
        vertx.cancelTimer(quiet);
        if (!socket.isClosed()) {
            socket.close((short) code, reason);
        }
    }

    private void left() {
        if (!over) {
            over = true;
            heartbeats.end();
            vertx.cancelTimer(quiet);
            Short code = socket.closeStatusCode();
            String how = code == null ? "without a code" : "with " + code;
            performance.note(AgentFault.LEFT_WITHOUT_CAUSE, greeted ? how : how + ", before its hello");
            performance.ended(this, null);
        }
    }

    private void tell(JsonObject json) {
        socket.writeTextMessage(json.encode());
    }
}
