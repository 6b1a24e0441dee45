package lingdian.agent.desk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import lingdian.agent.adapter.CardSettings;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.spool.SpoolSettings;
import lingdian.agent.spool.SpooledAgent;
import lingdian.domain.document.DocumentRules;
import lingdian.platform.settings.ListenAddress;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A café's complete agent: its spool and connection, the desk that decides, and the local HTTP API.
 *
 * <p>The API is available as soon as the records are open, connected or not, because a café must be able to open
 * without the network. Everything but the spool belongs to one Vert.x context, so no locks are needed.
 */
public final class CafeAgent {
    private static final Logger LOG = LoggerFactory.getLogger(CafeAgent.class);

    /**
     * The settings of a café.
     *
     * @param directory of the spool
     * @param host the address that the local API listens on
     * @param port 0 takes a free one
     * @param secret the secret that callers of the local API must present
     * @param verdictMillis how long a terminal waits for the service's verdict, in real milliseconds
     * @param tickMillis how often due tasks are looked for, in real milliseconds
     */
    public record Options(
            AgentEndpoint endpoint,
            Path directory,
            SpoolSettings spool,
            String host,
            int port,
            String secret,
            long verdictMillis,
            long tickMillis) {
        /** The default of {@code verdictMillis}, which suits a café. */
        public static final long VERDICT_MILLIS = 3_000;

        public static final long TICK_MILLIS = 500;

        @Override
        public String toString() {
            return "Options[" + endpoint + "]"; // without the secret
        }
    }

    private final Vertx vertx;
    private final Context context;
    private final Options options;
    private final InstantSource clock;
    private final Premises premises = new Premises();
    private final PersonKey.Maker persons;
    private final OpenPages pages;
    private final Ledger ledger;
    private final LoginDesk desk;
    private final PeriodicTasks rounds;
    private final ServiceMessages news;
    private final RecentSessions recent = new RecentSessions();
    private final CardReading reading = new CardReading(System::nanoTime);
    private @Nullable Adapters adapters;

    private @Nullable SpooledAgent spool;
    private @Nullable LocalServer server;

    private CafeAgent(
            Vertx vertx, Options options, DocumentRules documents, InstantSource clock, RandomGenerator random) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = options;
        this.clock = clock;
        this.persons = new PersonKey.Maker(random);
        this.pages = new OpenPages(random, clock);
        this.ledger = new SpoolLedger(this::spool, context, this::recorded);
        this.desk = new LoginDesk(
                vertx,
                ledger,
                premises,
                new LocalRules(documents),
                persons,
                new SessionIds(random),
                clock,
                options.verdictMillis());
        this.rounds = new PeriodicTasks(ledger, premises, desk, clock, this::isAbreast);
        this.news = new ServiceMessages(premises, desk, clock, this::newStream);
    }

    /** Completes when the local API takes requests; fails if the directory is in use or the port taken. */
    public static Future<CafeAgent> start(
            Vertx vertx, Options options, DocumentRules documents, InstantSource clock, RandomGenerator random) {
        var agent = new CafeAgent(vertx, options, documents, clock, random);
        return Contexts.run(agent.context, () -> agent.begin(random)).map(agent);
    }

    /** The address of the local API. */
    public String url() {
        return listensOn().url();
    }

    public ListenAddress listensOn() {
        return new ListenAddress(
                "http", options.host(), Objects.requireNonNull(server).port());
    }

    /** The café's records and their connection to the service. */
    public SpooledAgent spool() {
        return Objects.requireNonNull(spool);
    }

    /** Performs the due tasks, which also happens periodically; completes when their events are recorded. */
    public Future<Void> tick() {
        return Contexts.run(context, rounds::tick);
    }

    /** Begins to read what the cashier's program writes, to take what it pushes, and to perform the due tasks. Once. */
    public void attend(CardSettings settings) {
        var sink = new CardDesk(context, ledger, premises, persons, recent, reading);
        adapters = Adapters.start(vertx, settings, options.directory(), sink, reading, clock);
        new Periodic(vertx, "looking after the café", this::tick).start(options.tickMillis());
    }

    /** Stops reading and taking requests, then closes the records. */
    public Future<Void> close() {
        Future<Void> quiet = adapters == null ? Future.succeededFuture() : adapters.close();
        return quiet.eventually(
                        () -> Contexts.run(context, () -> server == null ? Future.succeededFuture() : server.close()))
                .eventually(this::closeSpool);
    }

    private Future<Void> begin(RandomGenerator random) {
        return SpooledAgent.start(
                        vertx,
                        options.endpoint(),
                        options.directory(),
                        options.spool(),
                        clock,
                        random,
                        new MessagesOnContext(context, news))
                .compose(opened -> Contexts.run(context, () -> recollect(opened)))
                .compose(recollected -> Contexts.run(context, () -> open(random)))
                .onFailure(failed -> closeSpool());
    }

    private Future<Void> recollect(SpooledAgent opened) {
        spool = opened;
        opened.welcome().ifPresent(news::remember);
        return remembered();
    }

    /** Reads the open sessions from the records of the current stream. */
    private Future<Void> remembered() {
        var recollection = new SessionRecovery(persons);
        return vertx.<Void>executeBlocking(() -> {
                    spool().forEachRecord(recollection);
                    return null;
                })
                .compose(read -> Contexts.run(context, () -> {
                    recollection.guests().all().forEach(premises.guests()::seat);
                    recollection.latest().ifPresent(premises.guests()::event);
                    recollection.unanswered().forEach(desk::withdraw);
                    recent.addAll(recollection.recent());
                    return Future.succeededFuture();
                }));
    }

    /** Only the unacknowledged events of the old stream continue in the new one; the other sessions are over. */
    private void newStream() {
        premises.guests().clear();
        if (server != null) { // otherwise they are read at the start
            remembered().onFailure(unreadable -> LOG.error("The new stream cannot be read: {}", unreadable.toString()));
        }
    }

    private Future<Void> open(RandomGenerator random) {
        return vertx.<SeatKeys>executeBlocking(() -> SeatKeys.in(options.directory(), random))
                .compose(made -> Contexts.run(context, () -> opened(Objects.requireNonNull(made))));
    }

    private Future<Void> opened(SeatKeys keys) {
        return listen(keys).map(listening -> {
            server = listening;
            return null;
        });
    }

    private Future<LocalServer> listen(SeatKeys keys) {
        var door = new LocalAuthentication(options.secret(), options.host(), pages);
        var report = new StatusReport(() -> spool().state(), () -> spool().messages(), premises, clock);
        var api = new LocalApi(ledger, premises, desk, report, id -> spool().read(id), clock);
        Router router = Router.router(vertx);
        router.route().handler(CafeAgent::guard).handler(LocalServer.bodyDeadline(vertx));
        router.route().handler(door::checkHost).handler(api::checkCrowd);
        api.mountOn(router, door);
        new SeatApi(keys, premises).mountOn(router);
        new PushApi(() -> Optional.ofNullable(adapters)).mountOn(router, door);
        new Pages(report, door, () -> api.patrol(Buffer.buffer())).mountOn(router);
        return LocalServer.listen(vertx, options.host(), options.port(), router);
    }

    /**
     * Sets the headers of every response: browsers must not store it, run scripts in it or frame it. Refuses a query that
     * cannot be decoded, which would fail as a fault of ours in any handler that reads it.
     */
    private static void guard(RoutingContext routing) {
        routing.response()
                .putHeader("cache-control", "no-store")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader(
                        "content-security-policy",
                        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                                + " frame-ancestors 'none'");
        LocalAuthentication.distrust(routing);
        routing.queryParams(); // throws what becomes 400
        routing.next();
    }

    private boolean isAbreast() {
        return adapters == null || !adapters.areReading() || reading.isAbreast();
    }

    private void recorded(Instant at) {
        premises.guests().event(at);
    }

    private Future<Void> closeSpool() {
        return spool == null ? Future.succeededFuture() : spool.close();
    }
}
