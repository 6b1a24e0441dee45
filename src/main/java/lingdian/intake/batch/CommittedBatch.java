package lingdian.intake.batch;

import java.time.Instant;
import java.util.List;
import lingdian.law.judge.Change;
import lingdian.law.judge.Judgement;

/**
 * The result of a batch, for meters and for waking the feed.
 *
 * @param size how many events and hellos it held
 * @param nanos how long its transaction took
 * @param eventTypes the type of each new event
 * @param judgements of the new events
 * @param loginsReceivedAt when each login that gets a verdict now was received
 * @param announced the changes that the feed got
 * @param feedPosition the feed's newest position after it
 */
public record CommittedBatch(
        int size,
        long nanos,
        List<String> eventTypes,
        List<Judgement> judgements,
        List<Instant> loginsReceivedAt,
        List<Change> announced,
        long feedPosition) {}
