package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.JournalStore;
import lingdian.record.journal.SealedText;
import lingdian.record.journal.SessionStore;

/**
 * Writes the records, the sealed texts and the sessions that a batch leads to: those of a large batch in parts, while its rest
 * is judged. PostgreSQL works on a part on a processor of its own meanwhile; otherwise each of the two would wait for the other.
 *
 * <p>It is one transaction all the same, and what is written is read by nobody before its COMMIT. A session that was opened in
 * one part and ends in a later one is inserted by the first and updated by the second.
 */
final class JudgedWrites {
    private final SqlConnection connection;
    private final JournalStore journal;
    private final SessionStore sessions;
    private final int part;
    private final Predicate<LocalDate> mayBeEarly;
    private final List<Future<Void>> writes = new ArrayList<>();
    private int records;
    private int sealed;

    /**
     * @param part how many records are written before the batch is judged to its end
     * @param mayBeEarly of which received days that may be so: of those whose tables are there
     */
    JudgedWrites(
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
    void judged(Outcome outcome) {
        if (outcome.records.size() - records >= part
                && records(outcome).stream().map(JournalRecord::day).allMatch(mayBeEarly)
                && sealed(outcome).stream().map(SealedText::day).allMatch(mayBeEarly)) {
            write(outcome);
        }
    }

    /** Writes what is not written yet. */
    void write(Outcome outcome) {
        if (outcome.records.size() > records) {
            writes.add(journal.append(connection, records(outcome)));
            records = outcome.records.size();
        }
        if (outcome.sealed.size() > sealed) {
            writes.add(journal.seal(connection, sealed(outcome)));
            sealed = outcome.sealed.size();
        }
        if (!outcome.ended.isEmpty()) { // first: a terminal has one open session at most
            writes.add(sessions.end(connection, List.copyOf(outcome.ended)));
            outcome.ended.clear();
        }
        if (!outcome.opened.isEmpty()) {
            writes.add(sessions.open(connection, List.copyOf(outcome.opened.values())));
            outcome.opened.clear();
        }
    }

    private List<JournalRecord> records(Outcome outcome) {
        return outcome.records.subList(records, outcome.records.size());
    }

    private List<SealedText> sealed(Outcome outcome) {
        return outcome.sealed.subList(sealed, outcome.sealed.size());
    }

    /** That all of it was written; fails as the first of it that failed. */
    Future<Void> written() {
        return Future.all(writes).mapEmpty();
    }
}
