package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lingdian.law.course.CaseId;
import lingdian.office.casework.CaseDueStore.Due;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.PeriodicJob;
import lingdian.vault.seal.SealedTexts;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Reckons the deadlines of open cases again when a year of the calendar was entered, so that worklists sort and filter by the
 * days that hold now. One node does it, in one transaction.
 */
public final class CaseDueReckoning extends PeriodicJob {
    private static final long LOOK_MILLIS = 10_000;
    private static final int CASES_AT_ONCE = 500;

    private final QueryPool pool;
    private final CaseDueStore store;
    private final CaseDeadlines deadlines;
    private final InstantSource clock;

    public CaseDueReckoning(
            Vertx vertx, QueryPool pool, Vault vault, CaseGrouping.Configuration configuration, InstantSource clock) {
        super(vertx, "reckoning the deadlines of cases", LOOK_MILLIS);
        this.pool = pool;
        this.store = new CaseDueStore(new CaseFileStore(new SealedTexts(vault)));
        this.deadlines = new CaseDeadlines(configuration.courses(), configuration.shipped());
        this.clock = clock;
    }

    @Override
    protected Future<Void> round() {
        return pool.withTransaction(connection -> store.claim(connection)
                .compose(claimed ->
                        claimed.map(entries -> reckon(connection, entries)).orElseGet(Future::succeededFuture)));
    }

    private Future<Void> reckon(SqlConnection connection, long entries) {
        return deadlines
                .present(connection)
                .compose(present -> reckonAfter(connection, present, null))
                .compose(reckoned -> store.done(connection, entries));
    }

    private Future<Void> reckonAfter(SqlConnection connection, CaseDeadlines.Present present, @Nullable CaseId after) {
        return store.open(connection, after, CASES_AT_ONCE).compose(cases -> {
            if (cases.isEmpty()) {
                return Future.succeededFuture();
            }
            return store.write(connection, dues(cases, present))
                    .compose(written -> reckonAfter(
                            connection, present, cases.getLast().file().id()));
        });
    }

    private List<Due> dues(List<StoredCase> cases, CaseDeadlines.Present present) {
        Instant now = clock.instant();
        return cases.stream()
                .map(one -> new Due(
                        one.file().id(),
                        one.file().version(),
                        present.earliest(one.file(), one.place().zone(), now)))
                .toList();
    }
}
