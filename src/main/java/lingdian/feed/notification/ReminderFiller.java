package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.feed.notification.OutboxFillStore.Addition;
import lingdian.feed.notification.ReminderFillStore.Reminded;
import lingdian.platform.database.QueryPool;

/**
 * Writes reminders into the outbox: of requests that wait for a decision, soon after each was made, and of cases that are due, on the
 * morning of each working day.
 *
 * <p>What was told is recorded in the transaction that writes the message, so two nodes write nothing twice, and a node that dies
 * omits nothing.
 */
final class ReminderFiller {
    private static final int ACCOUNTS_AT_ONCE = 100;

    private final QueryPool pool;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Rules rules;
    private final ReminderFillStore store = new ReminderFillStore();

    /**
     * When a reminder is written, and for how long it is tried.
     *
     * @param from the time in China from which on cases that are due are told on a working day
     * @param oldest after which a message that could not be delivered is given up
     */
    record Rules(LocalTime from, WorkingDays days, Duration oldest) {}

    ReminderFiller(QueryPool pool, InstantSource clock, Supplier<UUID> ids, Rules rules) {
        this.pool = pool;
        this.clock = clock;
        this.ids = ids;
        this.rules = rules;
    }

    Future<Void> pass() {
        Instant now = clock.instant();
        return pool.withTransaction(connection -> requests(connection, now)).compose(told -> deadlines(now));
    }

    private Future<Void> requests(SqlConnection connection, Instant now) {
        return store.requests(connection, now)
                .compose(reminded -> OutboxFillStore.add(
                        connection,
                        reminded.stream()
                                .filter(one -> !OutboxFiller.isDropped(one.quiet(), now))
                                .map(one -> addition(Topic.APPROVALS, one, now, one.groupMinutes()))
                                .toList()));
    }

    private Future<Void> deadlines(Instant now) {
        boolean early = LocalTime.ofInstant(now, ChinaTime.ZONE).isBefore(rules.from());
        return early ? Future.succeededFuture() : deadlines(LocalDate.ofInstant(now, ChinaTime.ZONE), now);
    }

    private Future<Void> deadlines(LocalDate today, Instant now) {
        return pool.withTransaction(connection -> look(connection, today, now))
                .compose(more -> Boolean.TRUE.equals(more) ? deadlines(today, now) : Future.succeededFuture());
    }

    /** Says whether there may be more accounts to look at. */
    private Future<Boolean> look(SqlConnection connection, LocalDate today, Instant now) {
        return store.accounts(connection, today, ACCOUNTS_AT_ONCE)
                .compose(accounts -> accounts.isEmpty()
                        ? Future.succeededFuture(false)
                        : rules.days()
                                .isWorkday(connection, today)
                                .compose(workday -> Boolean.TRUE.equals(workday)
                                        ? remind(connection, accounts, today, now)
                                        : Future.succeededFuture())
                                .map(accounts.size() == ACCOUNTS_AT_ONCE));
    }

    private Future<Void> remind(SqlConnection connection, List<AccountId> accounts, LocalDate today, Instant now) {
        Instant midnight = today.plusDays(1).atStartOfDay(ChinaTime.ZONE).toInstant();
        return store.due(connection, accounts, midnight)
                .compose(due -> OutboxFillStore.add(
                        connection,
                        due.stream()
                                .map(one -> addition(Topic.DEADLINES, one, now, 0))
                                .toList()));
    }

    private Addition addition(Topic topic, Reminded one, Instant now, int groupMinutes) {
        Instant due = OutboxFiller.after(one.quiet(), now.plus(Duration.ofMinutes(groupMinutes)));
        return new Addition(
                ids.get(),
                topic,
                one.target(),
                one.account(),
                one.region(),
                List.of(),
                one.changes(),
                now,
                due,
                due.plus(rules.oldest()));
    }
}
