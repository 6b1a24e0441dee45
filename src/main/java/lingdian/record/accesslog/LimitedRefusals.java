package lingdian.record.accesslog;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.OptionalLong;

/** Logs refusals, as many of each actor as {@link RefusalLimit} permits; an actor's next entry counts those left out. */
public final class LimitedRefusals {
    private final AccessLogStore log;
    private final InstantSource clock;
    private final RefusalLimit<Actor> limit;

    /** @param limitReached called for each refusal that is not logged */
    public LimitedRefusals(AccessLogStore log, InstantSource clock, Runnable limitReached) {
        this.log = log;
        this.clock = clock;
        this.limit = new RefusalLimit<>(limitReached);
    }

    public Future<Void> append(AccessEntry refusal) {
        OptionalLong unwritten = limit.next(refusal.actor(), clock.millis());
        if (unwritten.isEmpty()) {
            return Future.succeededFuture();
        }
        return log.append(unwritten.getAsLong() == 0 ? refusal : refusal.with("unwritten", unwritten.getAsLong()));
    }
}
