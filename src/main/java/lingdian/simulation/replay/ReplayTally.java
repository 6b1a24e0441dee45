package lingdian.simulation.replay;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.agent.link.Answer;
import lingdian.domain.PlaceCode;

/**
 * The counts of a replay in progress. Updated by the connections, read by the progress bar and the table at the end.
 */
public final class ReplayTally {
    public final AtomicInteger cafesDone = new AtomicInteger();
    final AtomicLong acknowledged = new AtomicLong();
    final AtomicLong acknowledgedBefore = new AtomicLong();
    final AtomicLong allowed = new AtomicLong();
    final AtomicLong denied = new AtomicLong();
    final Map<String, Long> deniedByReason = new TreeMap<>();
    final Map<String, Long> rejectedByCode = new TreeMap<>();
    public final Map<PlaceCode, String> failedCafes = new TreeMap<>();

    void judged(Answer.Verdict verdict) {
        (verdict.allow() ? allowed : denied).incrementAndGet();
        synchronized (this) {
            verdict.reasons().forEach(reason -> deniedByReason.merge(reason, 1L, Long::sum));
        }
    }

    synchronized void rejected(Answer.Reject reject) {
        rejectedByCode.merge(reject.code(), 1L, Long::sum);
    }

    synchronized void failed(PlaceCode placeCode, String why) {
        failedCafes.put(placeCode, why);
    }

    /** Acknowledged events, including those of an earlier run. */
    public long safe() {
        return acknowledged.get() + acknowledgedBefore.get();
    }
}
