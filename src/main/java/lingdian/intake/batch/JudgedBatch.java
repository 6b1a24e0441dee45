package lingdian.intake.batch;

import lingdian.record.journal.JournalRecord;
import org.jspecify.annotations.Nullable;

/**
 * A judged batch.
 *
 * @param lastRecord of its new events; null where it has none
 */
record JudgedBatch(
        BatchRows rows, BatchAnswers answers, @Nullable JournalRecord lastRecord) {}
