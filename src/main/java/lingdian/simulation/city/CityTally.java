package lingdian.simulation.city;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.agent.link.Answer;
import org.jspecify.annotations.Nullable;

/** The counts of a city that is being played. Updated by the connections, read by any thread. */
final class CityTally {
    private static final int MOST_KEPT = 10_000;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong safe = new AtomicLong();
    private final AtomicLong allowed = new AtomicLong();
    private final AtomicLong denied = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong reconnections = new AtomicLong();
    private final ConcurrentLinkedQueue<WrongVerdict> wrongVerdicts = new ConcurrentLinkedQueue<>();

    void sent() {
        sent.incrementAndGet();
    }

    void disconnected() {
        reconnections.incrementAndGet();
    }

    /** Counts the service's answer to an event. */
    void answered(String placeCode, String session, @Nullable List<String> expected, Answer answer) {
        safe.incrementAndGet();
        switch (answer) {
            case Answer.Verdict verdict -> {
                (verdict.allow() ? allowed : denied).incrementAndGet();
                if (expected != null && !expected.equals(verdict.reasons())) {
                    wrong(new WrongVerdict(placeCode, answer.seq(), session, expected, verdict.reasons()));
                }
            }
            // the contract rejects no event of a city
            case Answer.Reject reject ->
                wrong(new WrongVerdict(placeCode, answer.seq(), session, List.of(), List.of(reject.code())));
            case Answer.Acknowledged acknowledged -> {}
        }
    }

    private void wrong(WrongVerdict verdict) {
        if (wrong.incrementAndGet() <= MOST_KEPT) {
            wrongVerdicts.add(verdict);
        }
    }

    long sentEvents() {
        return sent.get();
    }

    long safeEvents() {
        return safe.get();
    }

    long allowed() {
        return allowed.get();
    }

    long denied() {
        return denied.get();
    }

    long wrong() {
        return wrong.get();
    }

    long reconnections() {
        return reconnections.get();
    }

    List<WrongVerdict> wrongVerdicts() {
        return List.copyOf(wrongVerdicts);
    }
}
