package lingdian.office.approval;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.approval.ApprovalStore.OpenObjection;
import lingdian.office.approval.ApprovalStore.OpenObjections;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.Action;

/** {@code GET /approvals}: what waits for the caller's decision (handbook, unmasking.md#what-waits-for-approval). */
final class ApprovalEndpoint {
    private static final List<String> KINDS =
            List.of("unmaskings", "recordRequests", "legalHolds", "ruleSets", "cosigningKeys");

    private final QueryPool pool;
    private final ScopedStore scoped;
    private final ApprovalStore store;
    private final ReadLog reads;
    private final InstantSource clock;

    ApprovalEndpoint(QueryPool pool, ScopedStore scoped, ApprovalStore store, ReadLog reads, InstantSource clock) {
        this.pool = pool;
        this.scoped = scoped;
        this.store = store;
        this.reads = reads;
        this.clock = clock;
    }

    /** What waits for a regulator. */
    private record Waiting(Map<String, Long> requests, OpenObjections objections) {
        static final Waiting NOTHING = new Waiting(Map.of(), OpenObjections.NONE);
    }

    public Future<Reply> list(AuthorisedCall call) {
        Account account = call.account();
        Future<Waiting> ofOffice =
                account.role() == Role.REGULATOR ? ofOffice(call) : Future.succeededFuture(Waiting.NOTHING);
        Future<Map<String, Long>> proposals = releasesRules(account)
                ? store.proposals(pool, account, account.role() == Role.ADMIN)
                : Future.succeededFuture(Map.of());
        return Future.all(ofOffice, proposals)
                .map(both -> json(ofOffice.result(), proposals.result()))
                .compose(read -> reads.list(account, Action.LIST_APPROVALS, read))
                .map(Reply::ok);
    }

    private Future<Waiting> ofOffice(AuthorisedCall call) {
        Scope scope = call.scope();
        PlaceCode placeCode = PlaceCode.orNull(call.query("placeCode"));
        return scoped.read(
                call.account(),
                client -> store.requests(client, scope, call.account().id(), clock.instant())
                        .compose(requests -> store.objections(client, scope, placeCode)
                                .map(objections -> new Waiting(requests, objections))));
    }

    /** An administrator, or a culture regulator of the whole country. */
    private static boolean releasesRules(Account account) {
        return account.role() == Role.ADMIN
                || account.authority() == Authority.CULTURE && account.governs(RegionCode.COUNTRY);
    }

    private static JsonObject json(Waiting waiting, Map<String, Long> proposals) {
        var json = new JsonObject();
        for (String kind : KINDS) {
            json.put(kind, waiting.requests().getOrDefault(kind, 0L) + proposals.getOrDefault(kind, 0L));
        }
        return json.put(
                        "objections",
                        new JsonArray(waiting.objections().items().stream()
                                .map(ApprovalEndpoint::json)
                                .toList()))
                .put("objectionsClipped", waiting.objections().clipped());
    }

    private static JsonObject json(OpenObjection one) {
        return new JsonObject()
                .put("violationId", one.violation().toString())
                .put("number", one.number())
                .put("at", Rfc3339.format(one.at(), ChinaTime.ZONE))
                .put("placeCode", one.placeCode().value())
                .put("code", one.code());
    }
}
