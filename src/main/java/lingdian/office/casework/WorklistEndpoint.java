package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.course.StepName;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/** {@code GET /cases} and {@code GET /cases/counts}: an office's worklist (handbook, casework.md#the-worklist). */
final class WorklistEndpoint {
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final WorklistStore worklists;
    private final CaseDeadlines deadlines;
    private final CaseReading reading;
    private final ReadLog reads;
    private final InstantSource clock;

    WorklistEndpoint(
            QueryPool pool,
            ScopedStore scoped,
            WorklistStore worklists,
            CaseDeadlines deadlines,
            CaseReading reading,
            ReadLog reads,
            InstantSource clock) {
        this.pool = pool;
        this.scoped = scoped;
        this.worklists = worklists;
        this.deadlines = deadlines;
        this.reading = reading;
        this.reads = reads;
        this.clock = clock;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Worklist wanted = wanted(call);
        WorklistCursor after = WorklistCursor.of(call.query("cursor"), wanted.sort());
        return deadlines
                .present(pool)
                .compose(present -> scoped.read(
                        call.account(), call.freshness(), client -> page(client, call, wanted, after, present)))
                .compose(read -> reads.list(call, Action.LIST_CASES, read))
                .map(Reply::ok);
    }

    Future<Long> count(AuthorisedCall call) {
        Worklist wanted = wanted(call);
        return scoped.read(
                call.account(),
                call.freshness(),
                client -> ScopedStore.position(client)
                        .compose(position -> worklists.plan(pool, call.account(), wanted))
                        .compose(plan -> worklists.count(client, call.account(), wanted, clock.instant(), plan)));
    }

    public Future<Reply> counts(AuthorisedCall call) {
        return scoped.read(
                        call.account(),
                        call.freshness(),
                        client -> worklists.counts(client, call.account(), clock.instant()))
                .compose(read -> reads.list(call, Action.LIST_CASES, read))
                .map(Reply::ok);
    }

    private Future<JsonObject> page(
            SqlClient client,
            AuthorisedCall call,
            Worklist wanted,
            @Nullable WorklistCursor after,
            CaseDeadlines.Present present) {
        return ScopedStore.position(client)
                .compose(position -> worklists
                        .plan(pool, call.account(), wanted)
                        .compose(plan -> worklists.page(
                                client, call.account(), wanted, after, call.limit() + 1, clock.instant(), plan))
                        .map(found -> Page.of(
                                found.cases(),
                                found.more(),
                                call.limit(),
                                last -> WorklistCursor.after(wanted.sort(), last)
                                        .text()))
                        .compose(page -> reading.shown(client, page.items(), present, CaseReading::item)
                                .map(items -> new Page<>(items, page.next()).json(Function.identity(), position))));
    }

    private static Worklist wanted(AuthorisedCall call) {
        String step = call.query("step");
        String assignee = call.query("assignee");
        return new Worklist(
                Worklist.View.of(call.query("view")),
                step == null ? null : StepName.of(step),
                assignee == null ? null : new AccountId(UUID.fromString(assignee)),
                call.query("code"),
                RegionCode.orNull(call.query("region")),
                PlaceCode.orNull(call.query("placeCode")),
                call.instant("from"),
                call.instant("to"),
                call.date("due"),
                call.query("q"),
                Worklist.Sort.of(call.query("sort")));
    }
}
