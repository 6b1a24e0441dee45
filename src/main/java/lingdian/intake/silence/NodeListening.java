package lingdian.intake.silence;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.law.judge.Listening;
import lingdian.law.judge.Listening.Stretch;
import lingdian.platform.database.CommitPool;
import lingdian.record.journal.ListeningStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports repeatedly that this node receives. On one event loop.
 *
 * <p>A stretch of it breaks where the node could not say so: its database was away, or it was itself frozen. What was
 * received up to the look before and is not waiting any more is committed; with that each look brings its row forward.
 */
final class NodeListening {
    private static final Logger LOG = LoggerFactory.getLogger(NodeListening.class);
    /** Older stretches cannot matter: no café is waited for so long. */
    private static final Duration WAITED = Duration.ofDays(60);
    /** As long as violations: a replay of the record looks for their silences again. */
    private static final Duration KEPT = Duration.ofDays(731);

    /** Of the time after which a node counts as gone: no event waits so long for its commit. */
    private static final int BEHIND = 15;

    private final CommitPool pool;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final SweepPace pace;
    private final Supplier<Duration> reconnect;
    private final ListeningStore store = new ListeningStore();
    private @Nullable UUID stretch;
    private Instant previous = Instant.EPOCH;
    private boolean failed;
    private boolean behind;

    NodeListening(
            CommitPool pool, InstantSource clock, Supplier<UUID> ids, SweepPace pace, Supplier<Duration> reconnect) {
        this.pool = pool;
        this.clock = clock;
        this.ids = ids;
        this.pace = pace;
        this.reconnect = reconnect;
    }

    /** @param waiting when the oldest that is not committed yet was received; null where nothing waits */
    Future<Listening> renew(@Nullable Instant waiting) {
        Instant now = clock.instant();
        Instant heard = waiting != null && waiting.isBefore(previous) ? waiting : previous;
        return said(now, heard)
                .compose(said -> store.stretches(pool, now.minus(pace.dead()), now.minus(WAITED)))
                .map(stretches -> new Listening(stretches, warned(heardUntil(stretches, now), now), reconnect.get()))
                .onSuccess(said -> previous = now)
                .onComplete(said -> failed = said.failed());
    }

    /** It could not say so: its stretch ends with what it said before. */
    void missed() {
        failed = true;
    }

    /** Reports that this node no longer receives. */
    Future<Void> end() {
        UUID mine = stretch;
        stretch = null;
        return mine == null
                ? Future.succeededFuture()
                : store.renew(pool, mine, previous, clock.instant(), true).mapEmpty();
    }

    private Future<Void> said(Instant now, Instant heard) {
        UUID mine = stretch;
        if (mine != null && !failed && !now.isAfter(previous.plus(pace.broken()))) {
            return store.renew(pool, mine, heard, now, false)
                    .compose(running -> Boolean.TRUE.equals(running) ? Future.succeededFuture() : goneOrEnded(now));
        }
        return begun(now);
    }

    /** Only this node ends its stretch. Without another one, no silence would be found until the node starts again. */
    private Future<Void> goneOrEnded(Instant now) {
        LOG.error("That this node listens was removed from the database, or ended by somebody else. It says so again.");
        return begun(now);
    }

    private Future<Void> begun(Instant now) {
        UUID next = ids.get();
        return end().compose(ended -> store.begin(pool, next, now))
                .compose(begun -> store.forget(pool, now.minus(KEPT)))
                .onSuccess(begun -> stretch = next);
    }

    /** Silences are found up to there alone, so nobody makes up a node that waits for ever without an error. */
    private Instant warned(Instant heardUntil, Instant now) {
        boolean is = heardUntil.isBefore(now.minus(pace.dead().multipliedBy(BEHIND)));
        if (is && !behind) {
            LOG.error(
                    "Silences are looked for up to {} alone: a node says that what it received since is not committed yet.",
                    heardUntil);
        }
        behind = is;
        return heardUntil;
    }

    /** Up to here nothing that any node received can still come; a node that is taken to be gone is not waited for. */
    private static Instant heardUntil(List<Stretch> stretches, Instant now) {
        return stretches.stream()
                .filter(one -> !one.over())
                .map(Stretch::until)
                .min(Instant::compareTo)
                .orElse(now);
    }
}
