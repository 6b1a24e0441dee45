package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.law.course.CaseId;
import lingdian.office.casework.CaseAttachments.Attached;
import lingdian.office.query.Conditions;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.SizedWork;

/** Cases as readers see them, with their deadlines and documents. */
final class CaseReading {
    /** About how many characters a case has, as {@link SizedWork} counts them. */
    private static final long CASE_SIZE = 4_096;

    private final Vertx vertx;
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final CaseFileStore files;
    private final CaseDeadlines deadlines;
    private final CaseAttachments attachments;
    private final InstantSource clock;

    /** @param pool of the service, which alone reads the calendar */
    CaseReading(
            Vertx vertx,
            QueryPool pool,
            ScopedStore scoped,
            CaseFileStore files,
            CaseDeadlines deadlines,
            CaseAttachments attachments,
            InstantSource clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.scoped = scoped;
        this.files = files;
        this.deadlines = deadlines;
        this.attachments = attachments;
        this.clock = clock;
    }

    /** How a case is shown. */
    interface Shown {
        JsonObject json(StoredCase stored, CaseDeadlines.Present deadlines, Attached attached, Instant now);
    }

    /** Fails as unknown if the account may not see it. */
    Future<JsonObject> one(Account account, CaseId id) {
        return deadlines
                .present(pool)
                .compose(present -> scoped.read(
                        account,
                        client -> files.shown(client, account.scope().orElseThrow(), id)
                                .map(found -> found.orElseThrow(Refused::unknown))
                                .compose(found -> attachments.whole(
                                        client, account.scope().orElseThrow(), found, present, clock.instant()))));
    }

    /** One case as lists show it, for an answer about several. Fails as unknown if the account may not see it. */
    Future<JsonObject> listed(Account account, CaseId id) {
        Conditions one = CaseFileStore.visible(account.scope().orElseThrow()).and("id = ?", id.value());
        return deadlines
                .present(pool)
                .compose(present -> scoped.read(
                        account,
                        client -> files.outlines(client, one, "")
                                .compose(found -> shown(client, found, present, CaseReading::item))))
                .map(items -> items.stream().findFirst().orElseThrow(Refused::unknown));
    }

    Future<List<JsonObject>> shown(SqlClient client, List<StoredCase> cases, CaseDeadlines.Present present, Shown as) {
        Instant now = clock.instant();
        return attachments
                .of(client, cases.stream().map(one -> one.file().id()).toList())
                .compose(attached -> SizedWork.run(
                        vertx,
                        cases.size() * CASE_SIZE,
                        () -> cases.stream()
                                .map(one -> as.json(one, present, of(attached, one), now))
                                .toList()));
    }

    private static Attached of(Map<CaseId, Attached> attached, StoredCase one) {
        return Objects.requireNonNull(attached.get(one.file().id()));
    }

    static JsonObject item(StoredCase stored, CaseDeadlines.Present deadlines, Attached attached, Instant now) {
        return CaseFileJson.item(
                stored, deadlines.of(stored.file(), stored.place().zone(), now), attached, now);
    }
}
