package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.feed.log.FeedBacklog;
import lingdian.feed.notification.OutboxFillStore.Addition;
import lingdian.feed.notification.OutboxFillStore.Match;
import lingdian.feed.notification.OutboxFillStore.Stretch;
import lingdian.law.hours.Area;
import lingdian.platform.database.QueryPool;
import org.jspecify.annotations.Nullable;

/**
 * Writes new messages of the feed into the outbox, in the feed's order.
 *
 * <p>The read position advances in the same transaction, under a lock on its row. So two nodes write nothing twice, and
 * a node that dies omits nothing.
 */
final class OutboxFiller {
    private static final int CHANGES_AT_ONCE = 500;
    /** The cafés of an outage are found within {@code outageSeconds} of the rules of each other. */
    private static final Duration OUTAGE = Duration.ofMinutes(2);

    private final QueryPool pool;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Duration oldest;
    private final OutboxFillStore store = new OutboxFillStore();
    private final FeedBacklog backlog = new FeedBacklog("gathering notifications");

    /**
     * @param oldest the maximum age of a change to be notified; a message that could not be delivered for this long is
     *     given up
     */
    OutboxFiller(QueryPool pool, InstantSource clock, Supplier<UUID> ids, Duration oldest) {
        this.pool = pool;
        this.clock = clock;
        this.ids = ids;
        this.oldest = oldest;
    }

    /** How many changes of the feed it had not read yet when this node looked last. */
    long behind() {
        return backlog.changes();
    }

    /** Reads to the end of the feed. */
    Future<Void> pass() {
        return pool.withTransaction(this::stretch)
                .compose(more -> Boolean.TRUE.equals(more) ? pass() : Future.succeededFuture());
    }

    private Future<Boolean> stretch(SqlConnection connection) {
        return store.claim(connection, CHANGES_AT_ONCE, backlog)
                .compose(claimed -> claimed.map(stretch -> stretch(connection, stretch))
                        .orElseGet(() -> Future.succeededFuture(false)));
    }

    private Future<Boolean> stretch(SqlConnection connection, Stretch stretch) {
        Instant now = clock.instant();
        return store.matches(connection, stretch, now, now.minus(oldest))
                .compose(matches -> OutboxFillStore.add(connection, additions(Topic.VIOLATIONS, matches, now)))
                .compose(added -> store.caseMatches(connection, stretch, now.minus(oldest)))
                .compose(matches -> OutboxFillStore.add(connection, additions(Topic.CASES, matches, now)))
                .compose(added -> store.move(connection, stretch.upTo()))
                .map(true);
    }

    /** One addition per target and café or outage, with the last change of each violation or case. */
    private List<Addition> additions(Topic topic, List<Match> matches, Instant now) {
        record Group(UUID target, Area area) {}
        var groups = new LinkedHashMap<Group, LinkedHashMap<UUID, Match>>();
        for (Match match : matches) {
            if (!isDropped(match.quiet(), match.at())) {
                groups.computeIfAbsent(new Group(match.target(), match.area()), group -> new LinkedHashMap<>())
                        .put(match.subject(), match);
            }
        }
        var additions = new ArrayList<Addition>(groups.size());
        groups.values().forEach(group -> additions.add(addition(topic, List.copyOf(group.values()), now)));
        return additions;
    }

    private Addition addition(Topic topic, List<Match> matches, Instant now) {
        Match first = matches.getFirst();
        Instant due = after(first.quiet(), now.plus(wait(first)));
        return new Addition(
                ids.get(),
                topic,
                first.target(),
                first.account(),
                first.area().text(),
                matches.stream().map(Match::position).toList(),
                matches.size(),
                now,
                due,
                due.plus(oldest));
    }

    private static Duration wait(Match first) {
        Duration wanted = Duration.ofMinutes(first.groupMinutes());
        boolean tooShort = first.area() instanceof Area.Region && wanted.compareTo(OUTAGE) < 0;
        return tooShort ? OUTAGE : wanted;
    }

    /** Whether quiet hours drop what happened at a time. */
    static boolean isDropped(@Nullable QuietHours quiet, Instant at) {
        return quiet != null && quiet.drops() && quiet.cover(at);
    }

    /** When a message is due. Quiet hours that drop news still let a finding from before them be sent afterwards. */
    static Instant after(@Nullable QuietHours quiet, Instant due) {
        return quiet == null ? due : quiet.after(due);
    }
}
