package lingdian.conformance;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lingdian.domain.event.Hello;
import org.jspecify.annotations.Nullable;

/** Where the kit is in its script. Belongs to the event loop of the server. */
final class Performance {
    /** Why something was skipped. */
    static final String NOT_REACHED = "the agent did not come so far";

    private static final String DOOR = "refused-at-the-door";
    /** With any back-off the attempts are seconds apart by then. */
    private static final int ATTEMPTS_MAX = 10;
    /** An agent may try a closed stream again now and then. */
    private static final int SUPERSEDED_HELLOS_MAX = 3;

    private final Vertx vertx;
    private final KitSettings settings;
    private final InstantSource clock;
    private final Consumer<CheckResult> progress;
    private final List<Act> script = Act.script();
    private final ObservedStream stream = new ObservedStream();
    private final List<CheckResult> results = new ArrayList<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final Promise<ConformanceReport> report = Promise.promise();
    private final Returns returns;
    private @Nullable AgentTalk current;
    /** What is over, and reported when the agent has returned from it; null while an act is played. */
    private @Nullable String ended = DOOR;
    /** How that ended; null where the agent broke it off. */
    private @Nullable String end;

    private long endedAt;
    private boolean posted;
    private boolean doorOpen;
    private boolean leaving;
    private int attempts;
    private int act;
    private int supersededHellos;
    private long patience = -1;

    Performance(Vertx vertx, KitSettings settings, InstantSource clock, Consumer<CheckResult> progress) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.progress = progress;
        this.returns = new Returns(settings.times().atOnceMillis());
        waitOnceMore();
    }

    Future<ConformanceReport> report() {
        return report.future();
    }

    /** Decides about an upgrade. */
    boolean lets(boolean known, boolean named) {
        waitOnceMore();
        returned();
        if (!known) {
            note(AgentFault.KEY_MISSING, "");
        }
        if (!named) {
            note(AgentFault.SUBPROTOCOL_MISSING, "");
        }
        attempts++;
        if (attempts == 1) {
            end = "401";
            vertx.setTimer(Math.max(1, settings.times().refusalMillis()), id -> doorOpen = true);
        }
        if (!doorOpen && attempts > ATTEMPTS_MAX) {
            note(AgentFault.HURRIED_RETURN, attempts + " attempts, each answered 401");
            doorOpen = true;
            returned();
        }
        return doorOpen && known;
    }

    /** The agent is back from what ended last, which may be reported now. */
    private void returned() {
        String over = ended;
        if (over == null || !doorOpen || leaving) {
            return;
        }
        if (end != null && !over.equals(DOOR)) {
            returns.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endedAt));
        }
        finish(over);
        ended = null;
    }

    /** The agent posted, which the kit does not examine. */
    void posted(String path) {
        if (!posted && !report.future().isComplete()) {
            posted = true;
            add(CheckResult.skipped(
                    "agent/http", "the agent posted to " + path + ", but this kit examines the WebSocket alone"));
        }
    }

    void connected(ServerWebSocket socket, HttpConnection connection) {
        if (current != null) {
            current.close(4408, "a newer connection");
        }
        Act played = script.get(Math.min(act, script.size() - 1));
        var wire = new AgentTalk.Wire(vertx, socket, connection);
        current = new AgentTalk(wire, settings, clock, this, played, stream);
    }

    /** Whether the hello is answered. */
    boolean greeted(AgentTalk talk, Hello hello) {
        waitOnceMore();
        if (leaving) {
            return afterTheLast(talk, hello);
        }
        if (stream.isOther(hello.stream())) {
            note(AgentFault.STREAM_CHANGED, "");
        } else if (hello.lastSeq() < stream.highest()) {
            note(AgentFault.RECORDS_FORGOTTEN, hello.lastSeq() + " after " + stream.highest());
        }
        stream.begin(hello.stream());
        return true;
    }

    private boolean afterTheLast(AgentTalk talk, Hello hello) {
        current = null;
        if (stream.isOther(hello.stream())) {
            talk.close(1001, "the script is over");
            complete();
        } else {
            talk.close(4410, "superseded");
            if (++supersededHellos > SUPERSEDED_HELLOS_MAX) {
                note(AgentFault.SUPERSEDED_GOES_ON, "");
                complete();
            }
        }
        return false;
    }

    void note(AgentFault fault, String detail) {
        faults.add(fault.told(detail));
    }

    /** Something came. */
    void waitOnceMore() {
        vertx.cancelTimer(patience);
        patience = vertx.setTimer(settings.times().patienceMillis(), id -> waitedInVain());
    }

    private void waitedInVain() {
        AgentTalk talk = current;
        if (report.future().isComplete()) {
            return;
        }
        if (talk == null) {
            if (!leaving) {
                note(AgentFault.NOT_RETURNED, absence());
            }
            complete();
        } else {
            talk.waitedInVain();
        }
    }

    private String absence() {
        String waited = settings.times().patienceMillis() / 1_000 + " s";
        if (attempts == 0) {
            return waited + ", it never connected" + (posted ? " to the WebSocket, but posted" : "");
        }
        return end == null ? waited : waited + " after " + end;
    }

    /**
     * The act of this connection is over.
     *
     * @param how the act ended it; null if it was broken off
     */
    void ended(AgentTalk talk, @Nullable String how) {
        if (talk != current) {
            return;
        }
        current = null;
        waitOnceMore();
        if (!leaving) {
            ended = script.get(act).name();
            end = how;
            endedAt = System.nanoTime();
            act++;
            if (act == script.size()) {
                leaving = true;
                vertx.setTimer(settings.times().quietMillis(), id -> complete());
            }
        }
    }

    private void finish(String name) {
        add(
                faults.isEmpty()
                        ? CheckResult.passed("agent/" + name)
                        : CheckResult.failed("agent/" + name, List.copyOf(faults)));
        faults.clear();
    }

    private void add(CheckResult result) {
        results.add(result);
        progress.accept(result);
    }

    /** What was not played is skipped. */
    private void complete() {
        if (report.future().isComplete()) {
            return;
        }
        vertx.cancelTimer(patience);
        doorOpen = true;
        String last = ended;
        finish(last == null ? script.get(act).name() : last);
        script.stream()
                .skip(last == null ? act + 1L : act)
                .forEach(missed -> add(CheckResult.skipped("agent/" + missed.name(), NOT_REACHED)));
        stream.guests().results(settings.loginsRequired()).forEach(this::add);
        add(returns.result());
        report.complete(new ConformanceReport("lingdian.conformance.agent", results));
    }
}
