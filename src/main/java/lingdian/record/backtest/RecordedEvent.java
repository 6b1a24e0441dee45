package lingdian.record.backtest;

import lingdian.law.judge.StampedEvent;

/**
 * One event of the record.
 *
 * @param duplicate whether it was a login under the id of a session that had been opened before: the one fact about a
 *     café's past that the judge needs and that would not fit into memory
 * @param release the number of the rules that its verdict was made under; 0 where there is none
 */
record RecordedEvent(StampedEvent stamped, boolean duplicate, int release) {}
