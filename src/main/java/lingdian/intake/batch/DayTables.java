package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.law.judge.StampedEvent;
import lingdian.platform.database.CommitPool;
import lingdian.record.journal.JournalStore;

/** The journal's tables, one for each day, and which of them are known to exist. */
final class DayTables {
    private final CommitPool pool;
    private final JournalStore journal;
    private final InstantSource clock;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    DayTables(CommitPool pool, JournalStore journal, InstantSource clock) {
        this.pool = pool;
        this.journal = journal;
        this.clock = clock;
    }

    boolean exists(LocalDate day) {
        return known.contains(day);
    }

    /** Another history of the database may lack some. */
    void forget() {
        known.clear();
    }

    /** Makes those of today and tomorrow, so that no batch has to wait for them. */
    Future<Void> makeAhead() {
        LocalDate today = StampedEvent.day(clock.instant());
        return make(today).compose(done -> make(today.plusDays(1)));
    }

    private Future<Void> make(LocalDate day) {
        return exists(day)
                ? Future.succeededFuture()
                : journal.ensureDay(pool, day).onSuccess(made -> known.add(day));
    }

    /** Makes one within a batch, which may yet be rolled back: so it does not count as known to exist. */
    Future<Void> makeWithin(SqlConnection transaction, LocalDate day) {
        return journal.ensureDay(transaction, day);
    }
}
