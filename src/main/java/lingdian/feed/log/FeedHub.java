package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import lingdian.feed.log.FeedStore.Extent;
import lingdian.feed.log.Resume.Start;
import lingdian.platform.Coalesced;
import lingdian.platform.QueryPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the feed in the database and gives it to all subscribers of this node (handbook, feed.md).
 *
 * <p>The database alone says what the order is: positions are numbered in commit order while the row of {@code head} is
 * locked, so whoever sees one of them sees all before it. The hub reads on after the newest that it holds ({@link
 * FeedTail}), when it is woken by this node ({@link #wake()}), by another ({@code NOTIFY lingdian_feed}), and each second
 * where both failed. It holds nothing that a restart could lose.
 */
public final class FeedHub {
    /** The channel on which nodes tell each other that they committed messages. */
    public static final String CHANNEL = "lingdian_feed";

    private static final Logger LOG = LoggerFactory.getLogger(FeedHub.class);

    private final Vertx vertx;
    private final Accounts accounts;
    private final FeedMeters meters;
    private final FeedSettings settings;
    private final LongSupplier nanoTime;
    private final CafeRegions regions;
    private final FeedPages pages;
    private final FeedTail tail;
    private final Coalesced<Extent> extents;
    private final Context context;
    private final Map<Thread, FeedLane> lanes = new ConcurrentHashMap<>();
    private final Map<String, Integer> readers = new ConcurrentHashMap<>(); // connections by account
    private final AtomicInteger subscribers = new AtomicInteger();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder cutOff = new LongAdder();
    private final List<Long> timers = new ArrayList<>();

    private volatile boolean open;
    private boolean rechecking;

    /**
     * @param pool for reads; two or three connections suffice
     * @param listenOptions for one connection of its own, which listens
     * @param persons whom violations are about
     * @param accounts which accounts were ended
     * @param meters is told of every message and of every reader that is cut off
     */
    public FeedHub(
            Vertx vertx,
            QueryPool pool,
            PgConnectOptions listenOptions,
            PersonLookup persons,
            Accounts accounts,
            FeedMeters meters,
            FeedSettings settings) {
        this(
                vertx,
                pool,
                context -> new PgDoorbell(vertx, context, listenOptions),
                persons,
                accounts,
                meters,
                settings,
                System::nanoTime);
    }

    FeedHub(
            Vertx vertx,
            QueryPool pool,
            Function<Context, Doorbell> doorbell,
            PersonLookup persons,
            Accounts accounts,
            FeedMeters meters,
            FeedSettings settings,
            LongSupplier nanoTime) {
        var store = new FeedStore(pool);
        this.vertx = vertx;
        this.accounts = accounts;
        this.meters = meters;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.regions = new CafeRegions(store);
        this.context = vertx.getOrCreateContext();
        var reader = new FeedReader(store, persons, regions);
        this.pages = new FeedPages(reader, settings, context);
        this.tail = new FeedTail(context, reader, doorbell.apply(context), settings, meters, this::wakeLanes);
        this.extents = new Coalesced<>(store::extent);
    }

    /** Begins to follow; fails where the database does not answer. Before it succeeds, nobody is let in. */
    public Future<Void> start() {
        return onContext(extents::next).compose(extent -> onContext(() -> begin(extent)));
    }

    private Future<Void> begin(Extent extent) {
        tail.follow(extent.newest());
        timers.add(vertx.setPeriodic(settings.pollMillis(), id -> context.runOnContext(v -> poll())));
        timers.add(vertx.setPeriodic(
                settings.tickMillis(),
                id -> lanes.values().forEach(lane -> lane.context().runOnContext(v -> lane.tick()))));
        timers.add(vertx.setPeriodic(settings.recheckMillis(), id -> recheck()));
        open = true;
        return regions.refresh(extent.factsVersion());
    }

    /** Sends all subscribers away; they resume elsewhere. */
    public Future<Void> stop() {
        return onContext(this::finish);
    }

    private Future<Void> finish() {
        open = false;
        timers.forEach(vertx::cancelTimer);
        return Future.join(tail.stop(), endAll(subscriber -> true, Ending.GOING_AWAY))
                .mapEmpty();
    }

    /** Something was committed. Cheap, and may be called from any thread. */
    public void wake() {
        tail.wake();
    }

    /** How many subscribers are connected. */
    public int subscribers() {
        return subscribers.get();
    }

    /** How many messages were written to subscribers since the start. */
    public long messagesDelivered() {
        return delivered.sum();
    }

    /** How many subscribers were cut off because they did not keep up. */
    public long subscribersCutOff() {
        return cutOff.sum();
    }

    /** The newest position that this node has read. */
    public long position() {
        return tail.ring().newest();
    }

    private void wakeLanes() {
        lanes.values().forEach(FeedLane::wake);
    }

    private void poll() {
        extents.next()
                .compose(extent -> regions.refresh(extent.factsVersion()))
                .onFailure(failure -> LOG.debug("the feed's head cannot be read: {}", String.valueOf(failure)));
        tail.wake();
    }

    private void recheck() {
        Set<String> reading = new HashSet<>(readers.keySet());
        if (!reading.isEmpty() && !rechecking) {
            rechecking = true;
            accounts.ended(reading)
                    .eventually(() -> on(context, this::rechecked))
                    .onSuccess(ended -> endAll(reader -> isOf(ended, reader), Ending.ACCOUNT_ENDED))
                    .onFailure(failure -> LOG.warn("accounts cannot be checked: {}", String.valueOf(failure)));
        }
    }

    private Future<Void> rechecked() {
        rechecking = false;
        return Future.succeededFuture();
    }

    private static boolean isOf(Set<String> accounts, FeedSubscriber subscriber) {
        String account = subscriber.account();
        return account != null && accounts.contains(account);
    }

    private Future<Void> endAll(Predicate<FeedSubscriber> meant, Ending ending) {
        List<Future<Void>> ended = lanes.values().stream()
                .map(lane -> on(lane.context(), () -> lane.end(meant, ending)))
                .toList();
        return Future.join(ended).mapEmpty();
    }

    /** Takes a place for a subscriber, to be given back by {@link #leave}; false where there is none. */
    boolean enter() {
        if (!open) {
            return false;
        }
        boolean place = subscribers.incrementAndGet() <= settings.maxSubscribers();
        if (!place) {
            leave();
        }
        return place;
    }

    /** Gives a place back that was never used for a subscription. */
    void leave() {
        subscribers.decrementAndGet();
    }

    /** A subscriber with a place begins; on the event loop of its connection. */
    void subscribe(FeedWire wire, Audience audience, @Nullable String account, Start start) {
        FeedLane lane = lanes.computeIfAbsent(Thread.currentThread(), thread -> newLane());
        var subscriber = new FeedSubscriber(this, lane, wire, audience, account, start);
        if (account != null) {
            readers.merge(account, 1, Integer::sum);
        }
        lane.add(subscriber);
        wire.onClose(subscriber::close);
        if (start.reset()) {
            subscriber.reset(start.position());
        }
        if (!open) {
            subscriber.end(Ending.GOING_AWAY);
        } else if (wire.closed()) {
            subscriber.close();
        } else {
            subscriber.pump();
        }
    }

    void left(FeedSubscriber subscriber) {
        String account = subscriber.account();
        if (account != null) {
            readers.computeIfPresent(account, (id, count) -> count > 1 ? count - 1 : null);
        }
        leave();
    }

    /** Finds where a reader begins, and makes sure that regions are those of now; null where the database fails. */
    void locate(Resume resume, Context answerOn, Consumer<@Nullable Start> handler) {
        context.runOnContext(v -> extents.next()
                .compose(extent -> regions.refresh(extent.factsVersion()).map(w -> resume.in(extent)))
                .onComplete((start, failure) -> answerOn.runOnContext(w -> handler.accept(start))));
    }

    /** Reads the page after {@code position}; null where the database fails. */
    void page(long position, Context answerOn, Consumer<@Nullable FeedPage> handler) {
        context.runOnContext(v ->
                pages.after(position).onComplete((page, failure) -> answerOn.runOnContext(w -> handler.accept(page))));
    }

    FeedRing ring() {
        return tail.ring();
    }

    FeedSettings settings() {
        return settings;
    }

    void delivered(int messages) {
        delivered.add(messages);
    }

    void cutOff() {
        cutOff.increment();
        meters.readerCutOff();
    }

    private FeedLane newLane() {
        return new FeedLane(vertx, vertx.getOrCreateContext(), settings, regions, nanoTime);
    }

    private <T> Future<T> onContext(Supplier<Future<T>> action) {
        return on(context, action);
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> action.get().onComplete(promise));
        return promise.future();
    }
}
