package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import lingdian.intake.commit.DatabaseFailure;
import lingdian.intake.commit.TransactionFailure;
import lingdian.platform.database.ClocksDifferException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits one batch after the other: items that arrive while one is committed form the next. Belongs to its shard's
 * event loop.
 *
 * <p>While the database is away it tries again, with longer and longer pauses. A batch that cannot be committed for
 * another reason is split by café, so that the café at fault does not delay the others. While this machine's clock is
 * wrong, batches are given up: their agents send them again, to a node whose clock is right or when this one's is.
 */
final class BatchLoop {
    private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);
    private static final Batch NOTHING = new Batch(List.of());
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 500; // verdicts resume within two seconds of the database's return

    private final Vertx vertx;
    private final BatchCommit commit;
    private final CafeQueues queues;
    private final BatchResponder answering;
    private final IntakeListener listener;
    private final int batchMaximum;
    private boolean committing;
    private boolean closing;
    private Batch inHand = NOTHING;
    private long inHandSinceNanos;
    private Promise<Void> idle = Promise.promise();

    BatchLoop(
            Vertx vertx,
            BatchCommit commit,
            CafeQueues queues,
            BatchResponder answering,
            IntakeListener listener,
            int batchMaximum) {
        this.vertx = vertx;
        this.commit = commit;
        this.queues = queues;
        this.answering = answering;
        this.listener = listener;
        this.batchMaximum = batchMaximum;
    }

    /**
     * One of perhaps many attempts to commit a batch.
     *
     * @param pauseMillis before the next one
     * @param inDoubt the result of the last one whose COMMIT was not answered; null where there is none
     * @param over completes when the batch needs no further attempt
     */
    private record Attempt(Batch batch, long pauseMillis, BatchCommit.@Nullable Committed inDoubt, Promise<Void> over) {
        static Attempt first(Batch batch) {
            return new Attempt(batch, FIRST_PAUSE_MILLIS, null, Promise.promise());
        }

        boolean isRepeated() {
            return pauseMillis > FIRST_PAUSE_MILLIS;
        }

        /** The doubt about one attempt stays until a later one gets far enough to settle it. */
        Attempt next(Throwable failure) {
            return new Attempt(
                    batch,
                    Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS),
                    failure instanceof TransactionFailure.InDoubt unanswered
                            ? (BatchCommit.Committed) unanswered.result()
                            : inDoubt,
                    over);
        }
    }

    /** When the items of the batch in hand were received. */
    Stream<Instant> inHandSince() {
        return inHand.receivedAt();
    }

    /** How long the batch in hand has been waiting for its commit; zero where there is none. */
    Duration inHandFor() {
        return committing ? Duration.ofNanos(System.nanoTime() - inHandSinceNanos) : Duration.ZERO;
    }

    boolean isClosing() {
        return closing;
    }

    /** Finishes the current batch and begins no other. */
    Future<Void> stop() {
        closing = true;
        return committing ? idle.future() : Future.succeededFuture();
    }

    /** Begins the next batch, unless one is in progress. */
    void next() {
        if (committing) {
            return;
        }
        if (queues.isEmpty() || closing) {
            idle.tryComplete();
            return;
        }
        committing = true;
        idle = Promise.promise();
        inHand = queues.gather(batchMaximum);
        inHandSinceNanos = System.nanoTime(); // measures, decides nothing of what is judged
        commit(inHand).onComplete(over -> goOn());
    }

    private void goOn() {
        committing = false;
        inHand = NOTHING;
        next();
    }

    /** Commits, however long the database takes to allow it. Always succeeds, whether or not the batch is committed. */
    private Future<Void> commit(Batch batch) {
        Attempt first = Attempt.first(batch);
        commit(first);
        return first.over().future();
    }

    private void commit(Attempt attempt) {
        long begun = System.nanoTime(); // measures, decides nothing
        commit.commit(attempt.batch(), attempt.inDoubt())
                .onSuccess(committed -> {
                    if (attempt.isRepeated()) {
                        LOG.info(
                                "A batch of {} events waited {} ms for the database",
                                attempt.batch().size(),
                                inHandFor().toMillis());
                    }
                    answering.answer(attempt.batch(), committed, System.nanoTime() - begun);
                    attempt.over().complete();
                })
                .onFailure(failure -> failed(attempt, failure));
    }

    private void failed(Attempt attempt, Throwable failure) {
        if (failure.getCause() instanceof ClocksDifferException) {
            answering.giveUp(attempt.batch()); // dated wrongly, so it is not judged later either
            attempt.over().complete();
        } else if (DatabaseFailure.passes(failure) && !closing) {
            LOG.warn(
                    "A batch of {} events waits for the database: {}",
                    attempt.batch().size(),
                    DatabaseFailure.say(failure));
            listener.commitFailed();
            vertx.setTimer(attempt.pauseMillis(), timer -> commit(attempt.next(failure)));
        } else {
            refuse(attempt.batch(), failure).onComplete(attempt.over());
        }
    }

    /** The failure is permanent: finds the café that caused it, and continues with the others. */
    private Future<Void> refuse(Batch batch, Throwable failure) {
        List<Batch> byCafe = batch.byCafe();
        if (closing) {
            LOG.warn("A batch is given up, the service ends: {}", DatabaseFailure.say(failure));
        } else if (byCafe.size() > 1) {
            LOG.error("A batch cannot be committed; its cafés are tried one by one", DatabaseFailure.loggable(failure));
            return oneByOne(byCafe);
        } else {
            LOG.error(
                    "A café's events cannot be committed; its agent has to send them again",
                    DatabaseFailure.loggable(failure));
        }
        answering.giveUp(batch);
        return Future.succeededFuture();
    }

    private Future<Void> oneByOne(List<Batch> byCafe) {
        Future<Void> all = Future.succeededFuture();
        for (Batch one : byCafe) {
            all = all.compose(before -> commit(one));
        }
        return all;
    }
}
