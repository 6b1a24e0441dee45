package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events and answers durable, in groups, off the event loop. Belongs to the agent's context.
 *
 * <p>On a full disk an event is refused and its caller told at once; an answer of the service is retried, because it is
 * sent only once.
 */
final class SpoolWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
    private static final int GROUP_MAX = 512;
    private static final int ANSWERS_MAX = 100_000;
    private static final long AGAIN_MILLIS = 1_000;

    private final Vertx vertx;
    private final Workers workers;
    private final SpoolDirectory directory;
    private final SpoolSettings settings;
    private final InstantSource clock;
    private final UplinkStatus status;
    private final GroupCommit<QueuedDraft> events;
    private final GroupCommit<AnswerEntry> answers;
    private @Nullable SpoolFeed feed;
    private boolean finishing;

    private record QueuedDraft(EventDraft draft, Instant at, Promise<Long> recorded) {}

    SpoolWriter(
            Vertx vertx,
            Workers workers,
            SpoolDirectory directory,
            SpoolSettings settings,
            InstantSource clock,
            UplinkStatus status) {
        this.vertx = vertx;
        this.workers = workers;
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
        this.status = status;
        this.events = new GroupCommit<>(this::write, GROUP_MAX, settings.waitingMax());
        this.answers = new GroupCommit<>(this::writeAnswers, GROUP_MAX, ANSWERS_MAX);
    }

    /** Sets the receiver of events that are durable. */
    void to(SpoolFeed next) {
        feed = next;
    }

    /** Completes with the event's number when it is durable. */
    Future<Long> record(EventDraft draft) {
        var asked = new QueuedDraft(draft, clock.instant(), Promise.promise());
        return events.offer(asked)
                ? asked.recorded().future()
                : Future.failedFuture(new IllegalStateException(
                        "more than " + settings.waitingMax() + " events are waiting to be written"));
    }

    void heard(AnswerEntry entry) {
        if (!answers.offer(entry)) {
            LOG.warn("an answer of the service was dropped: {} are waiting to be written", ANSWERS_MAX);
        }
    }

    /** Completes when no write is in progress; later items wait for {@link #resume()}. */
    Future<Void> pause() {
        return Future.all(events.pause(), answers.pause()).mapEmpty();
    }

    void resume() {
        events.resume();
        answers.resume();
    }

    /** Completes when everything is written or was retried once. */
    Future<Void> finish() {
        finishing = true;
        return Future.all(events.drained(), answers.drained()).mapEmpty();
    }

    /**
     * Deletes the files of events that were acknowledged before {@code moment}.
     *
     * @param ackedSeq the last acknowledged number now: a restored service may have fewer events than it once had
     */
    void dropBefore(long ackedSeq, Instant moment) {
        workers.records()
                .executeBlocking(() -> {
                    directory
                            .spool()
                            .dropThrough(Math.min(ackedSeq, directory.answers().ackedAt(moment)));
                    return null;
                })
                .compose(dropped -> workers.answers().executeBlocking(() -> {
                    directory.answers().dropBefore(moment);
                    return null;
                }))
                .onFailure(failure -> LOG.warn(
                        "old records cannot be deleted ({})", failure.getClass().getSimpleName()));
    }

    private Future<Void> write(List<QueuedDraft> group) {
        return workers.records()
                .executeBlocking(() -> writeNow(group))
                .onSuccess(written -> told(group, written))
                .onFailure(failure -> refused(group, failure))
                .mapEmpty();
    }

    private List<DraftResult> writeNow(List<QueuedDraft> group) {
        if (directory.full()) {
            throw full();
        }
        try {
            var drafts = group.stream()
                    .map(asked -> LineDraft.of(asked.draft(), asked.at()))
                    .toList();
            return directory.spool().append(drafts, clock.instant());
        } catch (IOException failed) {
            throw SpoolDisk.noRoom(failed) ? full() : new UncheckedIOException(failed);
        }
    }

    private static SpoolFullException full() {
        return new SpoolFullException("the disk is full: the event was not recorded");
    }

    private void told(List<QueuedDraft> group, List<DraftResult> written) {
        for (int i = 0; i < group.size(); i++) {
            Promise<Long> recorded = group.get(i).recorded();
            switch (written.get(i)) {
                case DraftResult.Durable(Line line) -> {
                    status.recorded(line.seq());
                    if (feed != null) {
                        feed.recorded(line);
                    }
                    recorded.complete(line.seq());
                }
                case DraftResult.Refused(RuntimeException reason) -> recorded.fail(reason);
            }
        }
    }

    private void refused(List<QueuedDraft> group, Throwable failure) {
        boolean full = failure instanceof SpoolFullException;
        if (full && !status.state().diskFull()) {
            LOG.warn("the disk is full: no event is recorded until there is room again");
        } else if (!full) {
            LOG.error("events cannot be recorded", failure);
        }
        status.diskFull(full);
        group.forEach(asked -> asked.recorded().fail(failure));
    }

    private Future<Void> writeAnswers(List<AnswerEntry> group) {
        Promise<Void> done = Promise.promise();
        workers.answers()
                .executeBlocking(() -> {
                    directory.answers().append(group, group.getLast().at());
                    return null;
                })
                .onSuccess(written -> done.complete())
                .onFailure(failure -> again(group, failure, done));
        return done.future();
    }

    private void again(List<AnswerEntry> group, Throwable failure, Promise<Void> done) {
        LOG.warn(
                "the service's answers cannot be written yet ({}); retrying",
                failure.getClass().getSimpleName());
        if (finishing) {
            done.complete(); // the service is asked again after the next start
            return;
        }
        vertx.setTimer(AGAIN_MILLIS, id -> {
            answers.putBack(group);
            done.complete();
        });
    }
}
