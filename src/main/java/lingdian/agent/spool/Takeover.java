package lingdian.agent.spool;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import lingdian.agent.link.AgentLink;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.Answer;
import lingdian.agent.link.OutgoingEvents;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the installation that superseded this one still runs, and lets this one continue if it does not.
 *
 * <p>If this agent began a new stream at once, it would end the sessions of a working agent, and the two would
 * supersede each other for ever. If it never did, the café would stay unsupervised when the other installation was a
 * trial or an old disk. So this agent connects without sending events: a hello supersedes nothing, but a running agent
 * takes its connection back within its back-off. An agent that stays connected for longer than that is alone.
 */
final class Takeover {
    private final Vertx vertx;
    private final SpoolSettings settings;
    private final RandomGenerator random;
    private final Function<Probe, AgentLink> links;
    private final Runnable free;
    private @Nullable AgentLink link;
    private boolean closed;
    private int attempts;
    private long timer = -1;

    /** The parts of a link that only listens. */
    record Probe(AgentListener listener, OutgoingEvents nothing) {}

    /** @param free called once, when the other installation no longer runs */
    Takeover(
            Vertx vertx,
            SpoolSettings settings,
            RandomGenerator random,
            Function<Probe, AgentLink> links,
            Runnable free) {
        this.vertx = vertx;
        this.settings = settings;
        this.random = random;
        this.links = links;
        this.free = free;
    }

    /** Checks after a delay, then repeatedly with growing delays. */
    void begin() {
        timer = vertx.setTimer(settings.backoff().refusedMillis(attempts++, random), id -> probe());
    }

    void close() {
        closed = true;
        vertx.cancelTimer(timer);
        closeLink();
    }

    private void probe() {
        AgentLink opened = links.apply(new Probe(new Listener(), new Nothing()));
        link = opened;
        opened.connect();
    }

    private void leftAlone() {
        close();
        free.run();
    }

    private void disturbed() {
        if (!closed && link != null) {
            vertx.cancelTimer(timer);
            closeLink();
            begin();
        }
    }

    private void closeLink() {
        AgentLink open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }

    private final class Listener implements AgentListener {
        @Override
        public void welcomed(JsonObject welcome) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(settings.probationMillis(), id -> leftAlone());
        }

        @Override
        public void disconnected(String reason, long delayMillis) {
            disturbed();
        }

        @Override
        public void refused(AgentStoppedException reason, long delayMillis) {
            disturbed();
        }
    }

    /** An agent without events. */
    private static final class Nothing implements OutgoingEvents {
        @Override
        public long lastSeq() {
            return 0;
        }

        @Override
        public long ackedSeq() {
            return 0;
        }

        @Override
        public void begin(long acked, long allowedUnacked) {}

        @Override
        public void acknowledge(long seq) {}

        @Override
        public boolean answer(Answer answer) {
            return false;
        }

        @Override
        public @Nullable String next() {
            return null;
        }

        @Override
        public boolean awaitsAnswer() {
            return false;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public void fail(AgentStoppedException reason) {}
    }
}
