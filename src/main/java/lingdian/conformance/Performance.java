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
import java.util.function.Consumer;
import lingdian.domain.event.Hello;
import org.jspecify.annotations.Nullable;

/** Where the kit is in its script. Belongs to the event loop of the server. */
final class Performance {
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
    private @Nullable AgentTalk current;
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
        waitOnceMore();
    }

    Future<ConformanceReport> report() {
        return report.future();
    }

    /** Decides about an upgrade. */
    boolean lets(boolean known, boolean named) {
        waitOnceMore();
        if (!known) {
            note(AgentFault.KEY_MISSING, "");
        }
        if (!named) {
            note(AgentFault.SUBPROTOCOL_MISSING, "");
        }
        attempts++;
        if (attempts == 1 && !doorOpen) {
            vertx.setTimer(Math.max(1, settings.refusalMillis()), id -> openDoor());
        }
        if (!doorOpen && attempts > ATTEMPTS_MAX) {
            note(AgentFault.HURRIED_RETURN, attempts + " attempts, each answered 401");
            openDoor();
        }
        return doorOpen && known;
    }

    private void openDoor() {
        if (!doorOpen) {
            doorOpen = true;
            finish(DOOR);
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
        patience = vertx.setTimer(settings.patienceMillis(), id -> waitedInVain());
    }

    private void waitedInVain() {
        AgentTalk talk = current;
        if (report.future().isComplete()) {
            return;
        }
        if (talk == null) {
            if (!leaving) {
                note(AgentFault.NOT_RETURNED, settings.patienceMillis() / 1_000 + " s");
            }
            complete();
        } else {
            talk.waitedInVain();
        }
    }

    /** The act of this connection is over. */
    void ended(AgentTalk talk) {
        if (talk == current) {
            current = null;
            waitOnceMore();
            if (!leaving) {
                next();
            }
        }
    }

    private void next() {
        act++;
        if (act < script.size()) {
            finish(script.get(act - 1).name());
        } else {
            leaving = true;
            vertx.setTimer(settings.quietMillis(), id -> complete());
        }
    }

    private void finish(String name) {
        var result = faults.isEmpty()
                ? CheckResult.passed("agent/" + name)
                : CheckResult.failed("agent/" + name, List.copyOf(faults));
        faults.clear();
        results.add(result);
        progress.accept(result);
    }

    /** What was not played is skipped. */
    private void complete() {
        if (report.future().isComplete()) {
            return;
        }
        vertx.cancelTimer(patience);
        if (!doorOpen) {
            doorOpen = true;
            finish(DOOR);
            act = -1;
        } else {
            finish(script.get(Math.min(act, script.size() - 1)).name());
        }
        for (Act missed : script.subList(Math.min(act + 1, script.size()), script.size())) {
            CheckResult skipped = CheckResult.skipped("agent/" + missed.name(), "the agent did not come so far");
            results.add(skipped);
            progress.accept(skipped);
        }
        report.complete(new ConformanceReport("lingdian.conformance.agent", results));
    }
}
