package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import lingdian.law.course.CaseId;
import lingdian.office.casework.CaseDueStore.Due;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.PeriodicJob;
import lingdian.vault.seal.SealedTexts;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Reckons the deadlines of open cases again when a year of the calendar was entered, so that worklists sort and filter by the
 * days that hold now. It does so a part at a time: officers' steps hold the lock of all verdicts while they wait for the row of a
 * case. Two nodes that are at it do the same twice.
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
        this.store = new CaseDueStore(new CaseFileStore(vertx, new SealedTexts(vault)));
        this.deadlines = new CaseDeadlines(configuration.courses(), configuration.calendar());
        this.clock = clock;
    }

    /**
     * One reckoning of all cases.
     *
     * @param entries of the calendar by which it is done
     */
    private record Pass(long entries, CaseDeadlines.Present present) {}

    @Override
    protected Future<Void> round() {
        return pool.withTransaction(this::pass)
                .compose(pass -> pass.map(begun -> reckonAfter(begun, null)).orElseGet(Future::succeededFuture));
    }

    private Future<Optional<Pass>> pass(SqlConnection connection) {
        return store.claim(connection)
                .compose(claimed -> deadlines
                        .present(connection)
                        .map(present -> claimed.map(entries -> new Pass(entries, present))));
    }

    private Future<Void> reckonAfter(Pass pass, @Nullable CaseId after) {
        return store.open(pool, after, CASES_AT_ONCE)
                .compose(cases -> pool.withTransaction(connection -> write(connection, pass, cases))
                        .compose(more -> Boolean.TRUE.equals(more)
                                ? reckonAfter(pass, cases.getLast().file().id())
                                : Future.succeededFuture()));
    }

    /** Completes with whether to go on after these. */
    private Future<Boolean> write(SqlConnection connection, Pass pass, List<StoredCase> cases) {
        return store.isWanted(connection).compose(wanted -> {
            if (!wanted || isStopped()) {
                return Future.succeededFuture(false);
            }
            return cases.isEmpty()
                    ? store.done(connection, pass.entries()).map(false)
                    : store.write(connection, dues(cases, pass.present())).map(true);
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
