package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.law.course.CaseId;
import lingdian.platform.QueryPool;

/** Cases as readers see them, with their deadlines and documents. */
final class CaseReading {
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final CaseFileStore files;
    private final CaseDeadlines deadlines;
    private final CaseDocuments documents;
    private final InstantSource clock;

    /** @param pool of the service, which alone reads the calendar */
    CaseReading(
            QueryPool pool,
            ScopedStore scoped,
            CaseFileStore files,
            CaseDeadlines deadlines,
            CaseDocuments documents,
            InstantSource clock) {
        this.pool = pool;
        this.scoped = scoped;
        this.files = files;
        this.deadlines = deadlines;
        this.documents = documents;
        this.clock = clock;
    }

    /** How a case is shown. */
    interface Shown {
        JsonObject json(StoredCase stored, CaseDeadlines.Present deadlines, JsonArray documents, Instant now);
    }

    /** Fails as unknown if the account may not see it. */
    Future<JsonObject> one(Account account, CaseId id) {
        return deadlines
                .present(pool)
                .compose(present -> scoped.read(
                        account,
                        client -> files.one(client, account.scope().orElseThrow(), id)
                                .map(found -> List.of(found.orElseThrow(Refused::unknown)))
                                .compose(found -> shown(client, found, present, CaseReading::whole))
                                .map(List::getFirst)));
    }

    Future<List<JsonObject>> shown(SqlClient client, List<StoredCase> cases, CaseDeadlines.Present present, Shown as) {
        Instant now = clock.instant();
        return documents
                .made(client, cases.stream().map(one -> one.file().id()).toList())
                .map(made -> cases.stream()
                        .map(one -> as.json(one, present, of(made, one), now))
                        .toList());
    }

    private static JsonArray of(Map<CaseId, JsonArray> made, StoredCase one) {
        return made.getOrDefault(one.file().id(), new JsonArray());
    }

    private static JsonObject whole(
            StoredCase stored, CaseDeadlines.Present deadlines, JsonArray documents, Instant now) {
        return CaseFileJson.whole(
                stored, deadlines.of(stored.file(), stored.place().zone(), now), documents, now);
    }

    static JsonObject item(StoredCase stored, CaseDeadlines.Present deadlines, JsonArray documents, Instant now) {
        return CaseFileJson.item(
                stored, deadlines.of(stored.file(), stored.place().zone(), now), documents, now);
    }
}
