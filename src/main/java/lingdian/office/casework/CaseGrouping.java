package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lingdian.feed.log.FeedBacklog;
import lingdian.law.course.Courses;
import lingdian.office.calendar.PresentCalendar;
import lingdian.office.casework.CaseGroupingStore.Outdated;
import lingdian.office.casework.CaseGroupingStore.Stretch;
import lingdian.office.violation.CaseFeedStore;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.PeriodicJob;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;

/**
 * Follows the feed, and puts each violation into a case of each of its authorities (handbook, casework.md#grouping).
 *
 * <p>The read position advances in the transaction that groups, under a lock on its row. So two nodes make no case twice,
 * and a node that dies leaves none out. Agents do not wait for it, except for the moments in which it holds {@code head},
 * as they wait for an officer's step.
 */
public final class CaseGrouping extends PeriodicJob {
    /** A violation is in its case within two seconds of its commit. */
    private static final long LOOK_MILLIS = 500;

    /** Of a round, which holds {@code head}: a café may make thousands of findings within minutes. */
    private static final int CHANGES_AT_ONCE = 100;

    private final QueryPool pool;
    private final AccessLogStore log;
    private final CaseDeadlines deadlines;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Runnable feedMoved;
    private final FeedBacklog backlog = new FeedBacklog("grouping violations into cases");
    private final CaseGroupingStore store = new CaseGroupingStore();

    /** What cases are opened by. */
    public record Configuration(Courses courses, PresentCalendar calendar) {}

    /** @param feedMoved told after messages were committed */
    public CaseGrouping(
            Vertx vertx,
            QueryPool pool,
            AccessLogStore log,
            Configuration configuration,
            InstantSource clock,
            Supplier<UUID> ids,
            Runnable feedMoved) {
        super(vertx, "grouping violations into cases", LOOK_MILLIS);
        this.pool = pool;
        this.log = log;
        this.deadlines = new CaseDeadlines(configuration.courses(), configuration.calendar());
        this.clock = clock;
        this.ids = ids;
        this.feedMoved = feedMoved;
    }

    /** How many changes of the feed it had not grouped yet when this node looked last. */
    public long behind() {
        return backlog.changes();
    }

    /** Reads to the end of the feed. */
    @Override
    protected Future<Void> round() {
        return pool.withTransaction(this::stretch).compose(more -> {
            if (!Boolean.TRUE.equals(more) || isStopped()) {
                return Future.succeededFuture();
            }
            feedMoved.run();
            return round();
        });
    }

    private Future<Boolean> stretch(SqlConnection connection) {
        return store.claim(connection, CHANGES_AT_ONCE, backlog)
                .compose(claimed -> claimed.map(stretch -> stretch(connection, stretch))
                        .orElseGet(() -> Future.succeededFuture(false)));
    }

    private Future<Boolean> stretch(SqlConnection connection, Stretch stretch) {
        return store.unplaced(connection, stretch)
                .compose(placed -> placed.isEmpty()
                        ? changed(connection, stretch, GroupingPlan.NOTHING)
                                .compose(changed -> refresh(connection, changed))
                        : group(connection, stretch, placed))
                .compose(grouped -> store.move(connection, stretch))
                .map(true);
    }

    private Future<Void> group(SqlConnection connection, Stretch stretch, List<PlacedFinding> placed) {
        Instant now = clock.instant();
        Set<PlacedFinding.Key> keys = placed.stream().map(PlacedFinding::key).collect(Collectors.toSet());
        return deadlines
                .present(connection)
                .compose(present -> CaseFeedStore.lock(connection)
                        .compose(position -> store.destinations(connection, keys)
                                .map(destinations -> GroupingPlan.of(placed, destinations, ids))
                                .compose(plan -> changed(connection, stretch, plan)
                                        .compose(changed -> CaseOpeningStore.open(
                                                        connection, plan.opened(), present, now)
                                                .compose(opened -> CaseOpeningStore.place(connection, plan, now))
                                                .compose(joined -> refresh(connection, changed)))
                                        .compose(sorted ->
                                                CaseFeedStore.tellCases(connection, plan.cases(), position, now))
                                        .compose(told -> log.append(connection, entries(plan))))));
    }

    /** Takes the rows of all cases that this stretch changes, those that violations join included, in their one order. */
    private Future<Outdated> changed(SqlConnection connection, Stretch stretch, GroupingPlan plan) {
        return store.outdated(connection, stretch).compose(outdated -> {
            Outdated changed = outdated.with(plan);
            return changed.cases().isEmpty()
                    ? Future.succeededFuture(changed)
                    : CaseCopyStore.lock(connection, changed.cases()).map(changed);
        });
    }

    /** Once, of what changed and what joined: it reads what is known of all violations of these cases. */
    private static Future<Void> refresh(SqlConnection connection, Outdated changed) {
        return CaseCopyStore.refresh(connection, changed.cases(), changed.violations());
    }

    private static List<AccessEntry> entries(GroupingPlan plan) {
        var entries = new ArrayList<AccessEntry>();
        plan.opened().forEach(one -> entries.add(entry(Action.OPEN_CASE, one)));
        plan.joined().forEach(one -> entries.add(entry(Action.JOIN_CASE, one)));
        return entries;
    }

    private static AccessEntry entry(Action action, GroupingPlan.Group group) {
        return AccessEntry.done(Actor.service(), action)
                .on(Subject.of(Subject.Kind.CASE, group.id().value()))
                .inRegion(group.region())
                .with("violations", group.findings().size());
    }
}
