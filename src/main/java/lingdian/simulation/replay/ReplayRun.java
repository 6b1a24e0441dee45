package lingdian.simulation.replay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import lingdian.agent.link.ApiException;

/** Plays all cafés, a bounded number at once. Belongs to the Vert.x context that it is started on. */
public final class ReplayRun {
    private final Queue<ReplayPlan> waiting;
    private final Function<ReplayPlan, Future<Void>> player;
    private final ReplayTally tally;
    private final Promise<Void> done = Promise.promise();
    private int running;

    /** @param player plays one café */
    public ReplayRun(List<ReplayPlan> plans, Function<ReplayPlan, Future<Void>> player, ReplayTally tally) {
        this.waiting = new ArrayDeque<>(plans);
        this.player = player;
        this.tally = tally;
    }

    /**
     * Completes when every café has been played or has failed: failures are in the tally. Fails only if continuing
     * would be pointless, as with a wrong token.
     */
    public Future<Void> start(int atOnce) {
        for (int i = 0; i < atOnce; i++) {
            next();
        }
        return done.future();
    }

    private void next() {
        ReplayPlan plan = waiting.poll();
        if (plan == null) {
            if (running == 0) {
                done.tryComplete();
            }
            return;
        }
        running++;
        player.apply(plan).onComplete(played -> {
            running--;
            if (played.succeeded()) {
                tally.cafesDone.incrementAndGet();
            } else {
                failed(plan, played.cause());
            }
            next();
        });
    }

    private void failed(ReplayPlan plan, Throwable cause) {
        tally.failed(plan.placeCode(), String.valueOf(cause.getMessage()));
        if (cause instanceof ApiException refused && hopeless(refused.status())) {
            waiting.clear();
            done.tryFail(cause);
        }
    }

    private static boolean hopeless(int status) {
        return status == 0 || status == 401 || status == 403;
    }
}
