package lingdian.simulation.city;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentListener;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.MessageReceipt;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one café's agent, opened and closed as the plan says. Used by the one thread that plays the city.
 */
final class CafeConnection {
    private static final long CLOSE_SECONDS = 60;

    private final CafeSheet sheet;
    private final CitySettings settings;
    private final Connections connections;
    private final InstantSource clock;
    private final CityTally tally;
    private final Patience patience;
    private volatile @Nullable AgentConnection connection;
    private int stream;
    private long lastSeq;
    private volatile Duration behind = Duration.ZERO;

    /** Creates a connection for an agent with this clock; it need not be connected. */
    interface Connections {
        AgentConnection open(CafeSheet cafe, UUID stream, InstantSource clock, AgentListener listener);
    }

    /**
     * @param clock the true time of the city
     * @param patience with the whole service: a café's events wait behind those of all others
     */
    CafeConnection(
            CafeSheet sheet,
            CitySettings settings,
            Connections connections,
            InstantSource clock,
            CityTally tally,
            Patience patience) {
        this.sheet = sheet;
        this.settings = settings;
        this.connections = connections;
        this.clock = clock;
        this.tally = tally;
        this.patience = patience;
    }

    /**
     * Begins the café's first stream, unless its agent is never connected. Completes with the welcome; fails if the
     * service refuses it.
     */
    Future<Void> connect() {
        return sheet.habit() == Habit.NEVER_CONNECTS
                ? Future.succeededFuture()
                : connected(1).connect().mapEmpty();
    }

    /** Performs the agent's action; waits only if one event must be acknowledged before the next. */
    void play(Act act) throws TimeoutException {
        switch (act) {
            case Act.Leave leave -> leave();
            case Act.Send send -> send(send);
        }
    }

    /** Completes when the service has acknowledged all that was sent; fails if it refuses this agent. */
    Future<Void> safe() {
        AgentConnection open = connection;
        return open == null ? Future.succeededFuture() : open.drained();
    }

    Future<Void> close() {
        AgentConnection open = connection;
        connection = null;
        return open == null ? Future.succeededFuture() : open.close();
    }

    private void send(Act.Send send) throws TimeoutException {
        if (send.stream() != stream) {
            leave();
            stream = send.stream();
            lastSeq = 0;
        }
        if (!send.behind().equals(behind)) {
            patience.await(safe()); // events of one clock are sent by that clock
            behind = send.behind();
        }
        AgentEvent.WellFormed event = send.event();
        lastSeq = event.seq();
        tally.sent();
        connected(event.seq()).send(event).onSuccess(answer -> {
            String session = event instanceof AgentEvent.Login login ? login.session() : "";
            tally.answered(sheet.placeCode(), session, send.expected(), answer);
        });
    }

    private void leave() throws TimeoutException {
        patience.await(safe());
        close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private AgentConnection connected(long nextSeq) {
        AgentConnection open = connection;
        if (open == null) {
            open = connections
                    .open(sheet, settings.stream(sheet.index(), stream), this::agentTime, new Counting())
                    .resumingAfter(nextSeq - 1);
            if (settings.saysSent()) {
                open = open.stampingMessages();
            }
            connection = open;
            open.connect().onFailure(stopped -> {}); // reported to the callers that wait for the events
        }
        return open;
    }

    private Instant agentTime() {
        return clock.instant().minus(behind);
    }

    private final class Counting implements AgentListener {
        @Override
        public void disconnected(String reason, long delayMillis) {
            tally.disconnected();
        }

        @Override
        public void noticed(JsonObject notice) {
            AgentConnection open = connection;
            if (open != null && "message".equals(notice.getValue("notice"))) {
                open.receipt(new MessageReceipt(UUID.fromString(notice.getString("id")), MessageReceipt.State.READ));
            }
        }
    }
}
