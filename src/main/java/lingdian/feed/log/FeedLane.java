package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers whose connections belong to one event loop.
 *
 * <p>A write from another thread costs one task per connection. So the hub wakes each event loop once, and its lane
 * writes to all of its connections. It yields the event loop after every few hundred subscribers.
 *
 * <p>A write costs about the same with one message as with several. So a lane that has written to many subscribers
 * rests for several times as long as the writes took: messages that arrive meanwhile are sent together. With few
 * subscribers there is no rest.
 */
final class FeedLane {
    private static final int SUBSCRIBERS_A_TURN = 256;
    private static final int MOST_RUNS = 1_024;
    private static final long GRACE_MILLIS = 1_000;
    private static final int RESTS_TIMES_AS_LONG = 4;
    private static final long LONGEST_REST_NANOS = 8_000_000;

    private final Vertx vertx;
    private final Context context;
    private final FeedSettings settings;
    private final CafeRegions regions;
    private final LongSupplier nanoTime;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final List<FeedSubscriber> subscribers = new ArrayList<>();
    private final Map<RunKey, FeedRun> runs = new HashMap<>();
    private boolean inRound;
    private boolean resting;
    private long roundBeganNanos;
    private long ticks;

    private record RunKey(Audience audience, long position, long regionsVersion) {}

    FeedLane(Vertx vertx, Context context, FeedSettings settings, CafeRegions regions, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.context = context;
        this.settings = settings;
        this.regions = regions;
        this.nanoTime = nanoTime;
    }

    Context context() {
        return context;
    }

    long ticks() {
        return ticks;
    }

    void add(FeedSubscriber subscriber) {
        subscribers.add(subscriber);
    }

    /** Schedules a round that sends new messages. May be called from any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(v -> begin());
        }
    }

    private void begin() {
        if (!inRound && !resting) {
            woken.set(false); // before the round reads the ring, so that no later message is missed
            inRound = true;
            roundBeganNanos = nanoTime.getAsLong();
            round(0);
        }
    }

    private void round(int from) {
        int to = Math.min(from + SUBSCRIBERS_A_TURN, subscribers.size());
        for (int i = from; i < to; i++) {
            subscribers.get(i).pump();
        }
        if (to < subscribers.size()) {
            context.runOnContext(v -> round(to));
        } else {
            finish();
        }
    }

    private void finish() {
        inRound = false;
        runs.clear();
        long restNanos = Math.min(RESTS_TIMES_AS_LONG * (nanoTime.getAsLong() - roundBeganNanos), LONGEST_REST_NANOS);
        long restMillis = TimeUnit.NANOSECONDS.toMillis(restNanos);
        if (restMillis > 0) {
            resting = true;
            later(restMillis, this::rested);
        } else if (woken.get()) {
            context.runOnContext(v -> begin());
        }
    }

    private void rested() {
        resting = false;
        if (woken.get()) {
            begin();
        }
    }

    /** The run after {@code position}, shared by all subscribers of this audience at that position. */
    FeedRun run(Audience audience, long position, LongFunction<@Nullable FeedMessage> source) {
        var key = new RunKey(audience, position, regions.version());
        FeedRun run = runs.get(key);
        if (run == null) {
            run = FeedRun.after(
                    position, source, audience, regions, settings.sending().chunkBytes());
            if (run.end() > position && runs.size() < MOST_RUNS) {
                runs.put(key, run);
            }
        }
        return run;
    }

    void reset(long position) {
        subscribers.stream()
                .filter(subscriber -> !subscriber.closed())
                .forEach(subscriber -> subscriber.reset(position));
    }

    /** Called about once a second: removes closed subscribers, finds slow ones, and sends comments. */
    void tick() {
        ticks++;
        if (!inRound) {
            subscribers.removeIf(FeedSubscriber::closed);
            runs.clear();
        }
        for (int i = 0; i < subscribers.size(); i++) {
            subscribers.get(i).tick(ticks);
        }
    }

    /** Runs an action after the grace period. */
    void later(Runnable action) {
        later(GRACE_MILLIS, action);
    }

    private void later(long millis, Runnable action) {
        vertx.setTimer(millis, id -> context.runOnContext(v -> action.run()));
    }

    /** Ends the selected subscribers; succeeds once each has been told, or telling it has failed. */
    Future<Void> end(Predicate<FeedSubscriber> meant, DisconnectReason ending) {
        List<Future<Void>> ended = subscribers.stream()
                .filter(meant)
                .map(subscriber -> subscriber.end(ending))
                .toList();
        return Future.join(ended).mapEmpty();
    }
}
