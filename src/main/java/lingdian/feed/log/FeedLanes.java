package lingdian.feed.log;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import lingdian.platform.work.Contexts;

/** The lanes of a node, one for each event loop that has subscribers. Any thread. */
final class FeedLanes {
    private final Vertx vertx;
    private final FeedSettings settings;
    private final CafeRegions regions;
    private final LongSupplier nanoTime;
    private final Map<Thread, FeedLane> byThread = new ConcurrentHashMap<>();

    FeedLanes(Vertx vertx, FeedSettings settings, CafeRegions regions, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.settings = settings;
        this.regions = regions;
        this.nanoTime = nanoTime;
    }

    /** The lane of the calling thread's event loop. */
    FeedLane current() {
        return byThread.computeIfAbsent(
                Thread.currentThread(),
                thread -> new FeedLane(vertx, vertx.getOrCreateContext(), settings, regions, nanoTime));
    }

    /** Wakes every lane to send new messages. */
    void wake() {
        byThread.values().forEach(FeedLane::wake);
    }

    /** Tells all subscribers that they may have missed something, and continues after a position. */
    void reset(long position) {
        byThread.values().forEach(lane -> lane.context().runOnContext(go -> lane.reset(position)));
    }

    void tick() {
        byThread.values().forEach(lane -> lane.context().runOnContext(go -> lane.tick()));
    }

    /** Ends the selected subscribers; completes once each has been told, or telling it has failed. */
    Future<Void> end(Predicate<FeedSubscriber> which, DisconnectReason ending) {
        List<Future<Void>> ended = byThread.values().stream()
                .map(lane -> Contexts.run(lane.context(), () -> lane.end(which, ending)))
                .toList();
        return Future.join(ended).mapEmpty();
    }
}
