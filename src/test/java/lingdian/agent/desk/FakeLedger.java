package lingdian.agent.desk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lingdian.agent.link.Answer;
import lingdian.domain.event.AgentEvent;

/** A spool in memory, and a service that answers when the test tells it to. */
final class FakeLedger implements Ledger {
    final List<AgentEvent.WellFormed> events = new ArrayList<>();
    final Map<Long, Promise<Answer>> answers = new HashMap<>();
    final List<Promise<Long>> held = new ArrayList<>();
    boolean connected;
    boolean full;
    boolean slow;

    private final Supplier<Instant> clock;

    FakeLedger(Supplier<Instant> clock) {
        this.clock = clock;
    }

    @Override
    public Future<Long> record(Draft draft) {
        if (full) {
            return Future.failedFuture("full");
        }
        long seq = events.size() + 1L;
        events.add(draft.numbered(seq, clock.get()));
        Promise<Long> written = Promise.promise();
        held.add(written);
        if (!slow) {
            written.complete(seq);
        }
        return written.future();
    }

    @Override
    public Future<Answer> answer(long seq) {
        return answers.computeIfAbsent(seq, any -> Promise.promise()).future();
    }

    void answer(Answer answer) {
        answers.computeIfAbsent(answer.seq(), any -> Promise.promise()).complete(answer);
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public boolean diskFull() {
        return full;
    }
}
