package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import lingdian.record.journal.JournalStore;
import lingdian.record.journal.SessionStore;

/**
 * Writes the records, the sealed texts and the sessions of a batch. A large batch is written in parts while its rest is
 * judged: PostgreSQL works on a part on another processor meanwhile; otherwise each of the two would wait for the
 * other.
 *
 * <p>All parts belong to one transaction, and nothing reads them before its COMMIT. A session that was opened in one
 * part and ends in a later one is inserted by the first and updated by the second.
 */
final class PartWriter {
    private final SqlConnection connection;
    private final JournalStore journal;
    private final SessionStore sessions;
    private final int part;
    private final Predicate<LocalDate> mayBeEarly;
    private final List<Future<Void>> writes = new ArrayList<>();

    /**
     * @param part how many records are written before the batch is judged to its end
     * @param mayBeEarly which received days' rows may be written that early: those of days whose tables exist
     */
    PartWriter(
            SqlConnection connection,
            JournalStore journal,
            SessionStore sessions,
            int part,
            Predicate<LocalDate> mayBeEarly) {
        this.connection = connection;
        this.journal = journal;
        this.sessions = sessions;
        this.part = part;
        this.mayBeEarly = mayBeEarly;
    }

    /** Some more of the batch is judged. */
    void judged(WriteSet rows) {
        if (rows.records() >= part && rows.days().allMatch(mayBeEarly)) {
            write(rows.takeJournalRows());
        }
    }

    void write(JournalRows rows) {
        if (!rows.records().isEmpty()) {
            writes.add(journal.append(connection, rows.records()));
        }
        if (!rows.sealed().isEmpty()) {
            writes.add(journal.seal(connection, rows.sealed()));
        }
        if (!rows.ended().isEmpty()) { // first: a terminal has one open session at most
            writes.add(sessions.end(connection, rows.ended()));
        }
        if (!rows.opened().isEmpty()) {
            writes.add(sessions.open(connection, rows.opened()));
        }
    }

    /** Completes when all of it is written; fails with the first failure. */
    Future<Void> written() {
        return Future.all(writes).mapEmpty();
    }
}
