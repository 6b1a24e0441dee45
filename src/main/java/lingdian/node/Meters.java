package lingdian.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import lingdian.domain.event.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the service: its name, unit, description and tags in this one file. Callers do not depend on
 * Micrometer.
 *
 * <p>Tags are only words of the contract (event types, reasons, codes), of which there are few. They are never an id, a
 * café or a person, because there are too many of these and they are confidential. All methods may be called from any
 * thread.
 */
public final class Meters implements AutoCloseable {
    private static final String PREFIX = "lingdian.";
    private static final Duration[] LATENCY_BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };
    /** Fewer than of the verdicts: each route, method and class of status has its own. */
    private static final Duration[] REQUEST_BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };
    /** Of all others there is one series, so that a caller cannot invent any number of them. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /**
     * Registered with 0 at the start: a counter that first appears with 1 has not increased, so no alert would fire.
     */
    private static final List<String> LIMITS = List.of(
            "account-bodies",
            "account-feed-readers",
            "account-requests",
            "agent-key-refusals",
            "answers",
            "attempts",
            "bodies",
            "body",
            "bulk-actions",
            "bundles",
            "cafe-connections",
            "cafe-requests",
            "cases",
            "checkpoints",
            "connections",
            "daily-codes",
            "daily-draws",
            "daily-import-lines",
            "daily-objections",
            "daily-files",
            "daily-quota",
            "daily-writing",
            "denied-person",
            "denied-persons",
            "enrolments",
            "events",
            "exports",
            "feed-openings",
            "feed-readers",
            "files",
            "hours",
            "import-lines",
            "imports",
            "lock-out",
            "lookups",
            "messages",
            "pages",
            "passwords",
            "persons-elsewhere",
            "pool",
            "previews",
            "provider-visits",
            "questions",
            "queue",
            "refusals",
            "sign-in-refusals",
            "slow-body",
            "unmaskings",
            "wrong-tokens");

    private static final List<String> DOORS = List.of("agents", "api", "pages");

    private static final List<String> NOTIFIED = List.of("standard", "wecom", "dingtalk");

    private static final List<String> CONTACTED = List.of("webhook", "wecom", "dingtalk", "sms", "wecom-app");

    private static final double[] BATCH_BOUNDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

    private static final String REPLAYED = "Findings of cafés replayed at night, by whether they are stored as found";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final DistributionSummary batchSize;
    private final Timer commitTime;
    private final Timer verdictTime;
    private final Counter windowStalls;
    private final Counter feedCutOffs;
    private final Counter recordsVerified;
    private final Counter recordsBroken;
    private final Counter batchFailures;
    private final Counter findingsDifferent;
    private final Counter recordsNotReplayed;
    private final Counter exportedChanges;
    private final Counter exportFailures;
    private final Timer eventLoopDelay;
    /** Found by their words: a builder for each request would make its tags and its id anew. */
    private final Map<RequestKind, Timer> requestTimes = new ConcurrentHashMap<>();

    public Meters() {
        batchSize = DistributionSummary.builder(PREFIX + "batch.size")
                .baseUnit("events")
                .description("Events committed in one transaction")
                .serviceLevelObjectives(BATCH_BOUNDS)
                .register(registry);
        commitTime = timer("commit.time", "From the begin to the commit of one batch's transaction");
        verdictTime = timer("verdict.time", "From a login's receipt to its verdict being sent");
        windowStalls = counter("window.stalls", "Sockets paused because their café's window was full");
        feedCutOffs = counter("feed.cutoffs", "Readers of the feed cut off because they could not keep up");
        recordsVerified = counter("records.verified", "Stored records verified, whole or broken");
        recordsBroken = counter("records.broken", "Stored streams found to have a record that fails verification");
        batchFailures = counter("batch.failures", "Batches whose transaction failed");
        findingsDifferent = counter("findings.replayed", REPLAYED, "outcome", "different");
        recordsNotReplayed = counter("records.unreplayed", "Cafés whose record could not be replayed at night");
        exportedChanges = counter("exported.changes", "Changes of the feed that were exported to Kafka");
        exportFailures = counter("export.failures", "Rounds of the export to Kafka that failed");
        LIMITS.forEach(this::limit);
        NOTIFIED.forEach(format -> notifications(format, "dead"));
        CONTACTED.forEach(kind -> escalationMessages(kind, "dead"));
        List.of("told", "exhausted").forEach(this::escalations);
        DOORS.forEach(door -> requests(door, "failed"));
        closings(CloseCode.OUR_BUG);
        eventLoopDelay = timer("event.loop.delay", "By how much an event loop was late for a timer");
        bindJvm();
    }

    // What agents send

    /** Events of one type ({@code login}, {@code heartbeat} …) committed, rejected ones included. */
    public void eventCommitted(String type, int count) {
        counter("events", "Events committed, by type", "type", type).increment(count);
    }

    /** Counts a login that was allowed. */
    public void loginAllowed() {
        counter("verdicts", "Verdicts, by outcome", "outcome", "allowed").increment();
    }

    /** Counts a login that was denied, for these reasons. */
    public void loginDenied(Collection<String> reasons) {
        counter("verdicts", "Verdicts, by outcome", "outcome", "denied").increment();
        reasons.forEach(reason -> counter("denials", "Denied logins, by reason; one may have several", "reason", reason)
                .increment());
    }

    /** An event without effect. */
    public void eventRejected(String code) {
        counter("rejects", "Rejected events, by code", "code", code).increment();
    }

    /** From a login's receipt to its verdict being sent. */
    public void verdictSent(Duration sinceReceived) {
        verdictTime.record(sinceReceived);
    }

    /** A socket was paused because its café's window was full. */
    public void windowStalled() {
        windowStalls.increment();
    }

    /** The server closed an agent's connection, with this WebSocket code. */
    public void connectionClosed(int code) {
        closings(code).increment();
    }

    private Counter closings(int code) {
        return counter(
                "connections.closed",
                "Agents' connections closed by the server, by code",
                "code",
                Integer.toString(code));
    }

    /** An agent's request was refused, with this HTTP status. */
    public void agentRefused(int status) {
        counter("agents.refused", "Agents' requests refused, by HTTP status", "status", Integer.toString(status))
                .increment();
    }

    /** An outside verifier was asked about a person: {@code confirmed}, {@code no-answer} … */
    public void personVerified(String answer) {
        counter("verifications", "Questions to the outside verifier, by answer", "answer", answer)
                .increment();
    }

    /** A request to the API of regulators was refused, or failed, with this HTTP status. */
    public void requestRefused(int status) {
        counter(
                        "requests.refused",
                        "Requests to the API refused or failed, by HTTP status",
                        "status",
                        Integer.toString(status))
                .increment();
    }

    /**
     * A request over HTTP was answered, at one of the entry points {@code agents}, {@code api} and {@code pages}. Below
     * 400 it is {@code answered}, below 500 {@code refused}, and else {@code failed}.
     */
    public void requestEnded(String door, int status) {
        requests(door, status < 400 ? "answered" : status < 500 ? "refused" : "failed")
                .increment();
    }

    /**
     * A client disconnected before its answer began. A client that disconnects later, as readers of the feed do, counts
     * as answered.
     */
    public void requestAbandoned(String door) {
        requests(door, "abandoned").increment();
    }

    /**
     * How long a request waited until its answer began.
     *
     * @param route the template of its path such as {@code /api/v1/cafes/:placeCode}, of which there are as many as
     *     operations and pages
     */
    public void requestTook(String door, String route, String method, int status, Duration took) {
        requestTimes
                .computeIfAbsent(new RequestKind(door, route, known(method), status / 100 + "xx"), this::requestTime)
                .record(took);
    }

    /** A method of HTTP, or {@code other} for what a caller made up. */
    static String known(String method) {
        return METHODS.contains(method) ? method : "other";
    }

    private record RequestKind(String door, String route, String method, String status) {}

    private Timer requestTime(RequestKind kind) {
        return Timer.builder(PREFIX + "request.time")
                .description(
                        "From a request over HTTP to the begin of its answer, by route, method and class of status")
                .tags("door", kind.door, "route", kind.route, "method", kind.method, "status", kind.status)
                .serviceLevelObjectives(REQUEST_BOUNDS)
                .register(registry);
    }

    private Counter requests(String door, String result) {
        return counter("requests", "Requests over HTTP that ended, by door and result", "door", door, "result", result);
    }

    // What is found and written

    /** A change of a violation: {@code opened}, {@code updated}, {@code ended} or {@code case}. */
    public void violationChanged(String code, String standing, String change) {
        counter(
                        "violations",
                        "Changes of violations, by code, standing and change",
                        "code",
                        code,
                        "standing",
                        standing,
                        "change",
                        change)
                .increment();
    }

    /** Stored records were verified. */
    public void recordsVerified(long count) {
        recordsVerified.increment(count);
    }

    /** A stored stream has a record that fails verification. */
    public void recordBroken() {
        recordsBroken.increment();
    }

    /** The number of one café's findings that a replay reproduced as stored, and the number that it did not. */
    public void findingsReplayed(long same, long different, long outside) {
        counter("findings.replayed", REPLAYED, "outcome", "same").increment(same);
        findingsDifferent.increment(different);
        counter("findings.replayed", REPLAYED, "outcome", "outside").increment(outside);
    }

    /** The record of a café could not be replayed. */
    public void recordNotReplayed() {
        recordsNotReplayed.increment();
    }

    /** One batch was committed. */
    public void batchCommitted(int events, Duration took) {
        batchSize.record(events);
        commitTime.record(took);
    }

    /** One batch failed and is tried again, or its agents reconnect. */
    public void batchFailed() {
        batchFailures.increment();
    }

    // Retention

    /** A received day was dropped, with so many records. */
    public void dayDropped(long records) {
        counter("retention.drops", "Received days dropped after their time").increment();
        counter("retention.records", "Records dropped with their days").increment(records);
    }

    /** A received day could not be dropped now, and is tried again. */
    public void dropPutOff() {
        counter("retention.putoffs", "Drops of a received day that are tried again")
                .increment();
    }

    /** Violations were dropped after their time. */
    public void findingsDropped(long violations) {
        counter("retention.violations", "Violations dropped after their time").increment(violations);
    }

    /** How many received days are overdue to be dropped, those under a legal hold not counted. */
    public void watchOverdueDays(IntSupplier now) {
        gauge("retention.overdue", "days", "Received days that are overdue to be dropped", now::getAsInt);
    }

    /** How many received days a legal hold keeps beyond their time. */
    public void watchHeldDays(IntSupplier now) {
        gauge("retention.held", "days", "Received days that a legal hold keeps beyond their time", now::getAsInt);
    }

    /** For how long nothing of the record has been verified; no number where it never is. */
    public void watchVerification(Supplier<@Nullable Duration> age) {
        gauge("verification.age", "seconds", "Time since something of the record was verified", () -> {
            Duration now = age.get();
            return now == null ? Double.NaN : now.toSeconds();
        });
    }

    // Figures for reports

    /** How long ago the figures for reports were up to date. */
    public void watchFigures(Supplier<Duration> age) {
        gauge(
                "figures.age",
                "seconds",
                "Time since the figures were last complete",
                () -> age.get().toSeconds());
    }

    /** The number of licensed cafés, and how many of them sent anything within the last 15 minutes. */
    public void watchCoverage(LongSupplier heard, LongSupplier licensed) {
        gauge("heard", "cafes", "Licensed cafés heard within a quarter of an hour", heard::getAsLong);
        gauge("licensed", "cafes", "Cafés with a licence that has not ended", licensed::getAsLong);
    }

    /** How large the database is. */
    public void watchDatabase(LongSupplier bytes) {
        gauge("database.size", "bytes", "Size of the database on its disk", bytes::getAsLong);
    }

    /** The free space and the size of the disk of this directory, read at each scrape. */
    public void watchDisk(Path directory) {
        File disk = directory.toFile();
        gauge("disk.free", "bytes", "Free on the disk of the key ring", disk::getUsableSpace);
        gauge("disk.size", "bytes", "Size of the disk of the key ring", disk::getTotalSpace);
    }

    // The feed

    /** The position up to which this node has read the feed. */
    public void watchFeedPosition(LongSupplier now) {
        gauge("feed.position", "messages", "Newest position of the feed that this node has read", now::getAsLong);
    }

    /** A reader of the feed was cut off. */
    public void feedReaderCutOff() {
        feedCutOffs.increment();
    }

    /** A message reached the feed's readers this long after it was committed. */
    public void feedDelivered(Duration sinceCommitted) {
        timer("feed.lag", "From a change's commit to its delivery to readers").record(sinceCommitted);
    }

    /** How many read the feed now. */
    public void watchFeedSubscribers(IntSupplier now) {
        gauge("feed.subscribers", "subscribers", "Readers of the feed now", now::getAsInt);
    }

    // Notifications

    /**
     * The result of a message to a target of this format: {@code delivered}, {@code failed}, {@code dead},
     * {@code stopped}.
     */
    public void notified(String format, String outcome) {
        notifications(format, outcome).increment();
    }

    /** How many messages wait, and how long the oldest of them has been overdue. */
    public void watchNotifications(LongSupplier waiting, Supplier<Duration> overdue) {
        gauge("notifications.waiting", "messages", "Messages that are gathered or wait to be sent", waiting::getAsLong);
        gauge(
                "notifications.overdue",
                "seconds",
                "Time since the oldest message should have been sent",
                () -> overdue.get().toSeconds());
    }

    /** How many changes of the feed are not in their cases yet, and how many are not gathered in messages. */
    public void watchBacklogs(LongSupplier grouping, LongSupplier notifications) {
        gauge("grouping.lag", "messages", "Changes of the feed that are not grouped into cases", grouping::getAsLong);
        gauge(
                "notifications.lag",
                "messages",
                "Changes of the feed that are not gathered in messages",
                notifications::getAsLong);
    }

    /** A step of an escalation: somebody was {@code told}, or the roster is {@code exhausted}. */
    public void escalated(String outcome) {
        escalations(outcome).increment();
    }

    /** The result of a message to a contact of this kind: {@code delivered}, {@code failed}, {@code dead}. */
    public void escalationSent(String kind, String outcome) {
        escalationMessages(kind, outcome).increment();
    }

    /** How many messages to persons on duty wait. */
    public void watchEscalations(LongSupplier waiting) {
        gauge("escalation.waiting", "messages", "Messages to persons on duty that wait to be sent", waiting::getAsLong);
    }

    private Counter escalations(String outcome) {
        return counter("escalations", "Steps of facts that nobody deals with, by outcome", "outcome", outcome);
    }

    private Counter escalationMessages(String kind, String outcome) {
        return counter(
                "escalation.messages",
                "Attempts to tell a person on duty, by the contact's kind and outcome",
                "kind",
                kind,
                "outcome",
                outcome);
    }

    private Counter notifications(String format, String outcome) {
        return counter(
                "notifications",
                "Attempts to tell an account by webhook, by the target's format and outcome",
                "format",
                format,
                "outcome",
                outcome);
    }

    // Export

    /** So many changes were committed to the topic of the export. */
    public void exported(int changes) {
        exportedChanges.increment(changes);
    }

    /** A round of the export failed; the next one begins after a pause. */
    public void exportFailed() {
        exportFailures.increment();
    }

    /** Whether this node exports, and how many changes it has not exported yet. Only where an export is configured. */
    public void watchExport(IntSupplier active, DoubleSupplier lag) {
        gauge("export.active", "nodes", "Whether this node exports the feed to Kafka", active::getAsInt);
        gauge("export.lag", "messages", "Changes of the feed that this node has not exported yet", lag::getAsDouble);
    }

    // Limits and what is in use

    /** A limit was reached, such as {@code queue}, {@code pool} or {@code body}. */
    public void limitReached(String limit) {
        limit(limit).increment();
    }

    private Counter limit(String limit) {
        return counter("limits.reached", "How often a limit was reached, by limit", "limit", limit);
    }

    /** How many agents are connected now. */
    public void watchConnections(IntSupplier now) {
        gauge("connections", "connections", "Agents connected now", now::getAsInt);
    }

    /** How many sessions are open now. */
    public void watchSessions(LongSupplier now) {
        gauge("sessions", "sessions", "Sessions open now, in the cafés that this node keeps", now::getAsLong);
    }

    /** How many events wait to be judged. */
    public void watchQueue(LongSupplier now) {
        gauge("queue.depth", "events", "Events received and not yet committed", now::getAsLong);
    }

    /** A pool's connections in use, the requests that wait for one, and the limit of connections. */
    public void watchPool(String pool, IntSupplier used, IntSupplier waiting, int size) {
        ofPool(pool, "pool.used", "connections", "Database connections in use, by pool", used);
        ofPool(pool, "pool.waiting", "requests", "Requests that wait for a database connection, by pool", waiting);
        ofPool(pool, "pool.size", "connections", "Database connections that may be open, by pool", () -> size);
    }

    /**
     * The standby for readers: by how much it is behind, if known, and how many readings it or the primary answered.
     * Only where there is one.
     */
    public void watchStandby(Supplier<OptionalLong> behindMillis, LongSupplier answered, LongSupplier declined) {
        gauge("standby.behind", "seconds", "By how much the standby for readers is behind the primary", () -> {
            OptionalLong behind = behindMillis.get();
            return behind.isPresent() ? behind.getAsLong() / 1_000.0 : Double.NaN;
        });
        readings("standby", answered);
        readings("primary", declined);
    }

    private void readings(String from, LongSupplier count) {
        FunctionCounter.builder(PREFIX + "standby.readings", count, LongSupplier::getAsLong)
                .description("Lists and figures that could come from the standby, by where they came from")
                .tag("from", from)
                .register(registry);
    }

    private void ofPool(String pool, String name, String unit, String description, IntSupplier now) {
        Gauge.builder(PREFIX + name, now::getAsInt)
                .baseUnit(unit)
                .description(description)
                .tag("pool", pool)
                .register(registry);
    }

    /** How long the server's certificate remains valid; no number without a certificate. */
    public void watchCertificate(Supplier<Optional<Duration>> left) {
        gauge(
                "certificate.left",
                "seconds",
                "Time until the certificate shown to agents and regulators expires",
                () -> left.get().map(time -> (double) time.toSeconds()).orElse(Double.NaN));
    }

    /** By how much an event loop was late for a timer. */
    public void eventLoopLate(Duration late) {
        eventLoopDelay.record(late);
    }

    /** What this node was built from: always 1, with the facts as tags. */
    public void built(String version, String revision, String java) {
        Gauge.builder(PREFIX + "build.info", () -> 1)
                .description("What this node was built from: version and commit, and the Java that runs it")
                .tags("version", version, "revision", revision, "java", java)
                .register(registry);
    }

    /** By how much this machine's clock is ahead of the database's. */
    public void watchClock(Supplier<Duration> ahead) {
        gauge(
                "clock.offset",
                "seconds",
                "By how much this machine's clock is ahead of the database's",
                () -> ahead.get().toMillis() / 1_000.0);
    }

    /**
     * The present value of a meter without tags.
     *
     * @param name without the prefix of all meters
     * @return null if there is no such meter, or it has no number now
     */
    public @Nullable Double value(String name) {
        Gauge found = registry.find(PREFIX + name).gauge();
        return found == null || Double.isNaN(found.value()) ? null : (Double) found.value();
    }

    /** All meters in Prometheus' text format, version 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }

    private void bindJvm() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .serviceLevelObjectives(LATENCY_BOUNDS)
                .register(registry);
    }

    private void gauge(String name, String unit, String description, Supplier<Number> now) {
        Gauge.builder(PREFIX + name, now)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }
}
