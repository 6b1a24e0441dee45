package lingdian.intake.batch;

import java.util.List;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.SealedText;
import lingdian.record.journal.SessionStore.SessionRow;

/**
 * Rows that may be written before the whole batch is judged.
 *
 * @param ended sessions that were opened before these rows
 * @param opened sessions that are open, or were opened and ended within these rows
 */
record JournalRows(
        List<JournalRecord> records, List<SealedText> sealed, List<SessionRow> ended, List<SessionRow> opened) {}
