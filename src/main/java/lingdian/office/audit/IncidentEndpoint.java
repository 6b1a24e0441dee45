package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.Action;
import lingdian.record.journal.IntegrityIncidentStore;
import lingdian.record.journal.IntegrityIncidentStore.Incident;
import lingdian.record.journal.IntegrityIncidentStore.StreamPlace;
import lingdian.record.journal.IntegrityIncidentStore.Verified;

/** {@code GET /integrity-incidents}: where the stored record failed verification. */
final class IncidentEndpoint {
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final ReadLog reads;
    private final IntegrityIncidentStore store = new IntegrityIncidentStore();

    IncidentEndpoint(QueryPool pool, ScopedStore scoped, ReadLog reads) {
        this.pool = pool;
        this.scoped = scoped;
        this.reads = reads;
    }

    public Future<Reply> list(AuthorisedCall call) {
        long before = Cursor.number(call.query("cursor"));
        int limit = call.limit();
        return scoped.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> store.before(client, before, limit + 1)
                                        .map(found -> Page.of(found, limit, one -> Cursor.afterNumber(one.number()))
                                                .json(IncidentEndpoint::json, position))))
                .compose(page -> store.lastVerification(pool)
                        .map(last -> page.put(
                                "verification", last.map(IncidentEndpoint::json).orElse(null))))
                .compose(list -> reads.list(call.account(), Action.LIST_INCIDENTS, list))
                .map(Reply::ok);
    }

    private static JsonObject json(Incident incident) {
        StreamPlace place = incident.place();
        return new JsonObject()
                .put("number", incident.number())
                .put("placeCode", place == null ? null : place.placeCode().value())
                .put("stream", place == null ? null : place.stream().toString())
                .put("seq", place == null ? null : place.seq())
                .put("what", incident.what())
                .put("foundAt", Rfc3339.format(incident.foundAt(), ChinaTime.ZONE));
    }

    private static JsonObject json(Verified last) {
        return new JsonObject()
                .put("night", last.night().toString())
                .put("records", last.records())
                .put("broken", last.broken())
                .put("beganAt", Rfc3339.format(last.beganAt(), ChinaTime.ZONE))
                .put("endedAt", last.endedAt() == null ? null : Rfc3339.format(last.endedAt(), ChinaTime.ZONE));
    }
}
