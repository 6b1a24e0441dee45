package lingdian.feed.escalation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.feed.escalation.EscalationStore.Due;
import lingdian.feed.notification.Notifications;
import lingdian.feed.notification.WebhookAddress;
import lingdian.feed.notification.WebhookClient;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.EscalationSettings;
import lingdian.platform.settings.Settings;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.vault.seal.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells facts that are open and in no assigned case to the next person on duty, and after as long to the one after, until
 * somebody deals with them or everybody was told.
 *
 * <p>One node at a time looks for what is due: the messages of a step are written in the transaction that notes whom it tells, so no
 * step is told twice or left out. Sending is another matter, with attempts and leases like those of notifications.
 */
public final class Escalations implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Escalations.class);

    private static final long LOOK_MILLIS = 2_000;
    private static final long SWEEP_MILLIS = 3_600_000;
    private static final int CAFES_AT_ONCE = 100;

    /** Contacts of duties that are over are kept for so long (个人信息保护法, Art. 19). */
    private static final Period DUTIES_KEPT = Period.ofMonths(12);

    private final QueryPool pool;
    private final Duration between;
    private final Duration kept;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final EscalationLog log;
    private final EscalationListener listener;
    private final EscalationStore store = new EscalationStore();
    private final EscalationOutboxStore outbox;
    private final WebhookClient client;
    private final WebhookClient gateways;
    private final EscalationSender sender;
    private final Periodic looks;
    private final Periodic sends;
    private final Periodic sweeps;
    private volatile long waiting;

    /**
     * The objects that it is built from.
     *
     * @param pool of the service's own role
     * @param sending the limits of an attempt
     */
    public record Parts(
            Vertx vertx,
            QueryPool pool,
            Vault vault,
            EscalationSettings settings,
            Settings.Notifications sending,
            Notifications.Texts texts,
            EscalationLog log,
            EscalationListener listener,
            Notifications.Time time,
            RandomGenerator random) {}

    public Escalations(Parts parts, Supplier<UUID> ids) {
        Settings.Notifications sending = parts.sending();
        var addresses = new WebhookAddress(sending.insideHosts());
        this.pool = parts.pool();
        this.between = Duration.ofMinutes(parts.settings().minutes());
        this.kept = Duration.ofDays(sending.keptDays());
        this.clock = parts.time().clock();
        this.ids = ids;
        this.log = parts.log();
        this.listener = parts.listener();
        this.outbox = new EscalationOutboxStore(pool, parts.vault());
        this.client =
                new WebhookClient(parts.vertx(), "roster-names", addresses, sending.timeoutMillis(), Office.AT_ONCE);
        this.gateways = new WebhookClient(
                parts.vertx(),
                "gateway-names",
                new WebhookAddress(parts.settings().insideHosts()),
                sending.timeoutMillis(),
                Office.AT_ONCE);
        this.sender = new EscalationSender(
                parts,
                outbox,
                addresses,
                client,
                gateways,
                Notifications.lease(sending, parts.time().speed()));
        this.looks = new Periodic(parts.vertx(), "escalating facts", this::look);
        this.sends = new Periodic(parts.vertx(), "sending escalations", this::beginSending);
        this.sweeps = new Periodic(parts.vertx(), "forgetting escalations", this::sweep);
    }

    @Override
    public void start() {
        if (!between.isZero()) {
            looks.start(LOOK_MILLIS);
        }
        sends.start(LOOK_MILLIS);
        sweeps.start(SWEEP_MILLIS);
    }

    @Override
    public void stop() {
        looks.stop();
        sends.stop();
        sweeps.stop();
    }

    /** Call it after {@link #stop}. Attempts still under way are given up and repeated by another node. */
    public void close() {
        client.close();
        gateways.close();
    }

    /** Looks for what is due, sends it, and forgets what is old. */
    @Override
    public Future<Void> runNow() {
        return looks.now().compose(looked -> sent()).compose(sent -> sweeps.now());
    }

    /** How many messages were not settled at the last look. */
    public long waiting() {
        return waiting;
    }

    private Future<Void> look() {
        Instant now = clock.instant();
        return pool.withTransaction(connection -> store.claim(connection)
                .compose(claimed -> Boolean.TRUE.equals(claimed) ? steps(connection, now) : Future.succeededFuture()));
    }

    private Future<Void> steps(SqlConnection connection, Instant now) {
        return store.end(connection, now)
                .compose(ended -> store.begin(connection, now, between))
                .compose(begun -> store.due(connection, now, CAFES_AT_ONCE))
                .compose(due -> {
                    Future<Void> told = Future.succeededFuture();
                    for (Due one : due) {
                        told = told.compose(before -> step(connection, one, now));
                    }
                    return told;
                });
    }

    private Future<Void> step(SqlConnection connection, Due due, Instant now) {
        return store.next(connection, due, now)
                .compose(next -> next.map(duty -> tell(connection, due, duty, now))
                        .orElseGet(() ->
                                store.told(connection, due, due.told(), null).onSuccess(done -> listener.exhausted())));
    }

    private Future<Void> tell(SqlConnection connection, Due due, UUID duty, Instant now) {
        List<UUID> told = new ArrayList<>(due.told());
        told.add(duty);
        var entry = new EscalationLog.Told(
                due.authority(),
                due.placeCode(),
                due.region(),
                duty,
                told.size(),
                due.violations().size());
        return outbox.contacts(connection, duty)
                .compose(contacts -> outbox.add(
                        connection,
                        due,
                        duty,
                        contacts,
                        Stream.generate(ids).limit(contacts.size()).toList(),
                        now,
                        now.plus(between)))
                .compose(added -> store.told(connection, due, told, now.plus(between)))
                .compose(noted -> log.told(connection, entry))
                .onSuccess(done -> listener.told());
    }

    /** Does not wait for the attempts, so that those of the next round begin beside slow ones. */
    private Future<Void> beginSending() {
        sender.pass().onFailure(failure -> LOG.warn("Escalations are delayed: {}", Causes.say(failure)));
        return outbox.waiting().onSuccess(counted -> waiting = counted).mapEmpty();
    }

    /** Sends all that is due now; a pass that began before may not have seen it. */
    private Future<Void> sent() {
        return sender.settled()
                .compose(before -> sender.pass())
                .compose(passed -> sender.settled())
                .compose(sent -> beginSending());
    }

    private Future<Void> sweep() {
        Instant now = clock.instant();
        Instant before = now.minus(kept);
        Instant duties = now.atZone(ChinaTime.ZONE).minus(DUTIES_KEPT).toInstant();
        return outbox.forget(now, before)
                .compose(forgotten -> pool.withTransaction(connection -> store.forget(connection, before, duties)));
    }
}
