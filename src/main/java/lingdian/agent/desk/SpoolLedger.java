package lingdian.agent.desk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lingdian.agent.link.Answer;
import lingdian.agent.spool.SpooledAgent;
import lingdian.domain.event.AgentEvent;

/**
 * The café's spool as the desk sees it: every answer comes on the desk's context, in the order in which it was given.
 */
final class SpoolLedger implements Ledger {
    private final Supplier<SpooledAgent> spool;
    private final Context context;
    private final Consumer<Instant> recorded;

    /** @param recorded receives the time of every recorded event, before the caller of {@code record} */
    SpoolLedger(Supplier<SpooledAgent> spool, Context context, Consumer<Instant> recorded) {
        this.spool = spool;
        this.context = context;
        this.recorded = recorded;
    }

    @Override
    public Future<Long> record(Draft draft) {
        var time = new AtomicReference<Instant>(Instant.EPOCH);
        return here(spool.get().record((seq, at) -> {
                    AgentEvent.WellFormed event = draft.numbered(seq, at);
                    time.set(event.at());
                    return event;
                }))
                .onSuccess(seq -> recorded.accept(time.get()));
    }

    @Override
    public Future<Answer> answer(long seq) {
        return here(spool.get().answer(seq));
    }

    @Override
    public boolean connected() {
        return spool.get().state().connected();
    }

    @Override
    public boolean diskFull() {
        return spool.get().state().diskFull();
    }

    private <T> Future<T> here(Future<T> there) {
        Promise<T> promise = Promise.promise();
        there.onSuccess(value -> context.runOnContext(nothing -> promise.complete(value)))
                .onFailure(failure -> context.runOnContext(nothing -> promise.fail(failure)));
        return promise.future();
    }
}
