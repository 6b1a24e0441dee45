package lingdian.intake.silence;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lingdian.intake.commit.DatabaseFailure;
import lingdian.intake.commit.Facts;
import lingdian.law.judge.Change;
import lingdian.platform.database.CommitPool;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.work.Contexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeatedly lets a node report that it receives, and then look for silences and absences.
 *
 * <p>In this order and never at once: where the node cannot say so it does not look either, so what was missed while
 * the database was away is never taken for a café's silence. Nor does it while its clock is wrong.
 */
public final class SilenceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);
    private static final int STOP_SECONDS = 2;

    private final Vertx vertx;
    private final SweepPace pace;
    private final Supplier<Future<Optional<Instant>>> waiting;
    private final DatabaseClock clocks;
    private final NodeListening listening;
    private final SilenceSweep silences;
    private final AbsenceSweep absences;
    private final Context loop;
    private Future<Void> look = Future.succeededFuture();
    private volatile boolean stopped;
    private boolean failing;

    /**
     * @param waiting when the oldest of what is not committed yet was received; fails where that cannot be said
     * @param found is told of what the feed got, after the commit
     */
    public SilenceWatch(
            Vertx vertx,
            SweepPace pace,
            Supplier<Future<Optional<Instant>>> waiting,
            CommitPool pool,
            Facts facts,
            InstantSource clock,
            DatabaseClock clocks,
            Consumer<List<Change>> found) {
        this.vertx = vertx;
        this.pace = pace;
        this.waiting = waiting;
        this.clocks = clocks;
        this.listening = new NodeListening(pool, clock, UUID::randomUUID, pace, () -> reconnect(facts, clock));
        this.silences = new SilenceSweep(pool, facts, clock, found);
        this.absences = new AbsenceSweep(pool, facts, clock, found);
        this.loop = vertx.getOrCreateContext();
    }

    private static Duration reconnect(Facts facts, InstantSource clock) {
        return facts.rulebook().at(clock.instant()).thresholds().reconnect();
    }

    public void start() {
        loop.runOnContext(go -> look());
    }

    /** Finishes the current look, and reports that the node no longer receives. */
    public Future<Void> stop() {
        stopped = true;
        return look.eventually(listening::end).timeout(STOP_SECONDS, SECONDS).otherwiseEmpty();
    }

    private void look() {
        if (stopped) {
            return;
        }
        look = Contexts.answerOn(loop, clocks.agreed())
                .onFailure(unknown -> listening.missed())
                .compose(agreed -> Contexts.answerOn(loop, waiting.get()))
                .compose(oldest -> listening.renew(oldest.orElse(null)))
                .compose(heard -> silences.sweep(heard).compose(done -> absences.sweep(heard)))
                .onComplete(this::say);
        look.onComplete(done -> vertx.setTimer(pace.everyMillis(), timer -> look()));
    }

    /** Once, however long it goes on: the database is what it waits for, and that is said elsewhere too. */
    private void say(AsyncResult<Void> done) {
        if (done.failed() && !failing) {
            LOG.warn(
                    "Silences are not looked for until the database answers and the clocks agree: {}",
                    DatabaseFailure.say(done.cause()));
        }
        failing = done.failed();
    }
}
