package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lingdian.domain.RegionCode;
import lingdian.feed.notification.OutboxStore.Depth;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.Settings;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies accounts of violations, of progress and of what waits for them: periodically gathers messages, and sends due ones.
 *
 * <p>Every node does both. Pending work is stored in rows, so a restart loses none of it, and a node skips rows that
 * another node has locked.
 */
public final class Notifications implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final long LOOK_MILLIS = 2_000;
    private static final long DEPTH_MILLIS = 15_000;
    /**
     * Name resolution, connection and answer may each take nearly as long as the timeout; the rest is for a slow
     * database.
     */
    private static final int ATTEMPTS_A_LEASE = 3;

    private static final long LEASE_MARGIN_MILLIS = 30_000;

    private final Vertx vertx;
    private final InstantSource clock;
    private final Duration kept;
    private final OutboxStore store;
    private final OutboxFiller gathering;
    private final ReminderFiller reminding;
    private final WebhookClient hooks;
    private final MessageSender sending;
    private final Periodic gatherings;
    private final Periodic sendings;
    private final Periodic counts;
    private volatile Depth depth = new Depth(0, null);
    private boolean failing;

    /**
     * The objects that {@link Notifications} is built from.
     *
     * @param pool of the service's own role
     */
    public record Parts(
            Vertx vertx,
            QueryPool pool,
            Vault vault,
            Office office,
            Settings.Notifications settings,
            Texts texts,
            NotificationListener listener,
            Time time,
            Supplier<UUID> ids,
            RandomGenerator random) {}

    /**
     * What the office tells: of accounts, of what they have to decide, and of its days.
     *
     * @param reading with the rights of an account
     */
    public record Office(AccountReader reading, WaitingRequests waiting, WorkingDays days) {}

    /**
     * Texts for people.
     *
     * @param publicUrl where browsers reach the service; if null, links are paths
     * @param wordings by language
     * @param regions the names of counties
     */
    public record Texts(
            @Nullable String publicUrl, Function<String, Wording> wordings, Function<RegionCode, String> regions) {}

    /** @param speed how many times as fast as real time the clock runs */
    public record Time(InstantSource clock, double speed) {}

    public Notifications(Parts parts) {
        Settings.Notifications settings = parts.settings();
        Duration oldest = Duration.ofHours(settings.maximumHours());
        var addresses = new WebhookAddress(settings.insideHosts());
        this.vertx = parts.vertx();
        this.clock = parts.time().clock();
        this.kept = Duration.ofDays(settings.keptDays());
        this.store = new OutboxStore(parts.pool(), parts.vault());
        this.gathering = new OutboxFiller(parts.pool(), clock, parts.ids(), oldest);
        this.reminding = new ReminderFiller(
                parts.pool(),
                clock,
                parts.ids(),
                new ReminderFiller.Rules(settings.remindsFrom(), parts.office().days(), oldest));
        this.hooks = new WebhookClient(
                parts.vertx(), "notification-names", addresses, settings.timeoutMillis(), settings.atOnce());
        this.sending = new MessageSender(
                store,
                parts.office().reading(),
                addresses,
                hooks,
                new MessageWriter(parts.texts(), parts.office().waiting(), clock),
                parts.texts().wordings(),
                clock,
                parts.random(),
                parts.listener(),
                new MessageSender.Limits(
                        settings.atOnce(), lease(settings, parts.time().speed()), oldest));
        this.gatherings = new Periodic(vertx, "gathering notifications", this::gather);
        this.sendings = Periodic.of(vertx, "sending notifications", this::send);
        this.counts = Periodic.of(vertx, "counting notifications", this::count);
    }

    /** How long a node may keep a message that it attempts to send. @param speed as of {@link Time} */
    public static Duration lease(Settings.Notifications settings, double speed) {
        long millis = ATTEMPTS_A_LEASE * (long) settings.timeoutMillis() + LEASE_MARGIN_MILLIS;
        return Duration.ofMillis(Math.round(millis * speed));
    }

    @Override
    public void start() {
        gatherings.start(LOOK_MILLIS);
        sendings.start(LOOK_MILLIS);
        counts.start(DEPTH_MILLIS);
    }

    /** Starts no further attempts. Attempts under way end, or are repeated by another node. */
    @Override
    public void stop() {
        gatherings.stop();
        sendings.stop();
        counts.stop();
    }

    /** Call it after {@link #stop}. Attempts still under way are given up and repeated by another node. */
    public void close() {
        hooks.close();
    }

    /** Gathers new messages, and sends those that are due now. */
    @Override
    public Future<Void> runNow() {
        return gathering.pass().compose(gathered -> reminding.pass()).compose(gathered -> sending.pass());
    }

    /** How many changes of the feed were not gathered yet when this node looked last. */
    public long behind() {
        return gathering.behind();
    }

    /** How many messages are not settled, as of the last measurement. */
    public long waiting() {
        return depth.waiting();
    }

    /** How long the oldest message is overdue, as of the last measurement. */
    public Duration overdue() {
        Instant due = depth.oldestDueAt();
        Duration since = due == null ? Duration.ZERO : Duration.between(due, clock.instant());
        return since.isNegative() ? Duration.ZERO : since;
    }

    /** Never fails: a failure is logged, and the next pass tries again. */
    private Future<Void> gather() {
        return gathering
                .pass()
                .compose(gathered -> reminding.pass())
                .onSuccess(done -> worked())
                .onFailure(this::failed)
                .otherwiseEmpty();
    }

    /** Starts further sends while earlier ones are under way, so that a slow receiver delays only its own messages. */
    private void send() {
        sending.pass().onFailure(this::failed);
    }

    private synchronized void worked() {
        failing = false;
    }

    /**
     * Logs only the first of a series of failures: the cause is usually the database, which other log lines report too.
     */
    private synchronized void failed(Throwable failure) {
        if (!failing && !sendings.isStopped()) {
            LOG.warn("Notifications are delayed: {}", Causes.say(failure));
        }
        failing = true;
    }

    private void count() {
        store.purge(clock.instant().minus(kept))
                .compose(purged -> store.depth())
                .onSuccess(counted -> depth = counted)
                .onFailure(this::failed);
    }
}
