package lingdian.simulation.city;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStream;
import lingdian.agent.link.Backoff;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A city of simulated cafés on a running service: it creates the cafés, plays one agent connection per café, and
 * reports the truth.
 */
public final class SimulatedCity {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedCity.class);
    private static final String AGENT = "lingdian-simulate/1";
    private static final long PATIENCE_SECONDS = 600;
    /** Without any answer to any café. */
    private static final long SILENCE_MILLIS = 120_000;

    private final Vertx vertx;
    private final URI server;
    private final InstantSource clock;
    private final CityPlan plan;
    private final CafeCreation founding;
    private final WebSocketClient sockets;
    private final Random jitter = new Random();
    private final CityTally tally = new CityTally();
    private final Set<String> happened = ConcurrentHashMap.newKeySet();
    private Map<String, String> keys = Map.of();
    private volatile @Nullable CityRun run;

    /**
     * @param clock the true time of the city; for a city on the service's own clock, that clock itself
     * @param admin a client with an administrator's token
     */
    public SimulatedCity(Vertx vertx, URI server, AdminClient admin, CitySettings settings, InstantSource clock) {
        this(vertx, server, admin, settings, clock, false);
    }

    /** @param enrols whether its cafés come by a table, and its agents get their keys for codes */
    SimulatedCity(
            Vertx vertx, URI server, AdminClient admin, CitySettings settings, InstantSource clock, boolean enrols) {
        this.vertx = vertx;
        this.server = server;
        this.clock = clock;
        this.plan = new CityPlan(settings);
        this.founding = new CafeCreation(
                admin,
                token -> new AdminClient(vertx, server, token),
                settings,
                enrols ? new CafeEnrolment(admin, settings, AGENT) : null);
        this.sockets = AgentConnection.sockets(vertx, settings.cafes());
    }

    /**
     * Every café that breaks the rules, and how, for people: one line each. Those of which the service hears nothing
     * come last.
     */
    public List<String> badCafes() {
        return plan.cafes().stream()
                .filter(cafe -> cafe.habit() != Habit.HONEST)
                .sorted(Comparator.comparing(cafe -> cafe.habit().staysAway()))
                .map(cafe -> cafe.placeCode() + "  " + cafe.habit().words())
                .toList();
    }

    /**
     * Whether a violation of this kind truly happened in this café and is over, in a city that is played on its clock. May
     * be called on any thread.
     */
    public boolean happened(String placeCode, String code) {
        return happened.contains(placeCode + " " + code);
    }

    /**
     * Creates the cafés; blocks until they exist.
     *
     * @throws lingdian.agent.link.ApiException if the service refuses them
     * @throws TimeoutException if it does not answer within minutes
     */
    public void found() throws TimeoutException {
        keys = founding.found(plan.cafes()).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Plays the city, once its cafés exist, until it is over or {@link #stop} is called; blocks until then.
     *
     * @throws lingdian.agent.link.AgentStoppedException if the service refuses one of the agents
     * @throws TimeoutException if it does not answer within minutes
     */
    void play(CityPace pace, CityRun.Watcher watcher) throws InterruptedException, TimeoutException {
        var patience = new Patience(tally::safeEvents, SILENCE_MILLIS);
        List<CafeConnection> lines = plan.cafes().stream()
                .map(cafe -> new CafeConnection(cafe, plan.settings(), this::open, clock, tally, patience))
                .toList();
        var playing = new CityRun(plan, lines, pace, patience, watcher);
        run = playing;
        try {
            playing.play();
        } finally {
            playing.stop().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * Plays the city on its clock, {@code speed} times as fast as real time; see {@link #play(CityPace, CityRun.Watcher)}.
     */
    public void play(double speed) throws InterruptedException, TimeoutException {
        play(CityPace.on(clock, speed), new Reporting());
    }

    /** Logs every wrong verdict, since this city has no truth file, and remembers what happened. */
    private final class Reporting implements CityRun.Watcher {
        private long reported;

        @Override
        public void played(Slice slice, List<Truth> truths) {
            truths.forEach(truth -> happened.add(truth.placeCode() + " " + truth.code()));
            long wrong = tally.wrong();
            tally.wrongVerdicts().stream()
                    .skip(reported)
                    .forEach(verdict -> LOG.warn(
                            "Café {}, event {}: the answer was {}, expected {}",
                            verdict.placeCode(),
                            verdict.seq(),
                            verdict.got(),
                            verdict.expected()));
            reported = wrong;
        }
    }

    /** Ends the playing. Completes when every agent is disconnected. */
    public Future<Void> stop() {
        CityRun playing = run;
        return playing == null ? Future.succeededFuture() : playing.stop();
    }

    /** How many agents have a key. */
    int keyed() {
        return keys.size();
    }

    CityTally tally() {
        return tally;
    }

    CityPlan plan() {
        return plan;
    }

    /** Ends the agents' keys, since an unused key must not remain valid. Blocks until then. */
    void endKeys() throws TimeoutException {
        founding.endKeys(plan.cafes()).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private AgentConnection open(CafeSheet cafe, UUID stream, InstantSource agentClock, AgentListener listener) {
        String key = keys.get(cafe.placeCode());
        if (key == null) {
            throw new IllegalStateException("café " + cafe.placeCode() + " has not been created");
        }
        return new AgentConnection(
                vertx,
                sockets,
                new AgentEndpoint(server, key),
                new AgentStream(stream, AGENT, cafe.installed()),
                agentClock,
                jitter,
                plan.settings().saysSent() ? Backoff.ENDLESS : Backoff.PATIENT,
                listener);
    }
}
