package lingdian.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import lingdian.feed.FeedStore.Extent;
import lingdian.feed.Resume.Start;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the feed in the database and gives it to all subscribers of this node (SPEC.md, section 6).
 *
 * <p>The database alone says what the order is: positions are numbered in commit order while the row of {@code head} is
 * locked, so whoever sees one of them sees all before it. The hub reads on after the newest that it holds, when it is
 * woken by this node ({@link #wake()}), by another ({@code NOTIFY lingdian_feed}), and each second where both failed.
 * It holds nothing that a restart could lose.
 */
public final class FeedHub {
    /** The channel on which nodes tell each other that they committed messages. */
    public static final String CHANNEL = "lingdian_feed";

    private static final Logger LOG = LoggerFactory.getLogger(FeedHub.class);
    private static final int TAIL_MESSAGES = 512;
    private static final long RETRY_MILLIS = 1_000;

    private final Vertx vertx;
    private final PgConnectOptions listenOptions;
    private final Accounts accounts;
    private final FeedSettings settings;
    private final CafeRegions regions;
    private final FeedReader reader;
    private final FeedPages pages;
    private final Coalesced<Extent> extents;
    private final Context context;
    private final Map<Thread, FeedLane> lanes = new ConcurrentHashMap<>();
    private final Map<String, Integer> readers = new ConcurrentHashMap<>(); // connections by account
    private final AtomicInteger subscribers = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder cutOff = new LongAdder();
    private final List<Long> timers = new ArrayList<>();

    private volatile FeedRing ring;
    private volatile boolean open;
    private boolean tailing;
    private @Nullable PgSubscriber listener;

    /**
     * @param pool for reads; two or three connections suffice
     * @param listenOptions for one connection of its own, which listens
     * @param persons whom violations are about
     * @param accounts which accounts were ended
     */
    public FeedHub(
            Vertx vertx,
            Pool pool,
            PgConnectOptions listenOptions,
            PersonLookup persons,
            Accounts accounts,
            FeedSettings settings) {
        var store = new FeedStore(pool);
        this.vertx = vertx;
        this.listenOptions = listenOptions;
        this.accounts = accounts;
        this.settings = settings;
        this.regions = new CafeRegions(store);
        this.reader = new FeedReader(store, persons, regions);
        this.context = vertx.getOrCreateContext();
        this.pages = new FeedPages(reader, settings, context);
        this.extents = new Coalesced<>(store::extent);
        this.ring = new FeedRing(settings.ringMessages(), 0);
    }

    /** Begins to follow; fails where the database does not answer. Before it succeeds, nobody is let in. */
    public Future<Void> start() {
        return onContext(extents::next).compose(extent -> onContext(() -> begin(extent)));
    }

    private Future<Void> begin(Extent extent) {
        ring = new FeedRing(settings.ringMessages(), extent.newest());
        timers.add(vertx.setPeriodic(settings.pollMillis(), id -> context.runOnContext(v -> poll())));
        timers.add(vertx.setPeriodic(
                settings.tickMillis(),
                id -> lanes.values().forEach(lane -> lane.context().runOnContext(v -> lane.tick()))));
        timers.add(vertx.setPeriodic(settings.recheckMillis(), id -> recheck()));
        open = true;
        listen();
        return regions.refresh(extent.factsVersion());
    }

    /** Sends all subscribers away; they resume elsewhere. */
    public Future<Void> stop() {
        return onContext(this::finish);
    }

    private Future<Void> finish() {
        open = false;
        timers.forEach(vertx::cancelTimer);
        PgSubscriber listening = listener;
        Future<Void> closed = listening == null ? Future.succeededFuture() : listening.close();
        return Future.join(closed.otherwiseEmpty(), endAll(subscriber -> true, Ending.GOING_AWAY))
                .mapEmpty();
    }

    /** Something was committed. Cheap, and may be called from any thread. */
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(v -> tail());
        }
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
        return ring.newest();
    }

    // -- Following the table: on the hub's context ------------------------------------------------------------------

    private void tail() {
        if (tailing) {
            return; // a read that runs looks at "woken" when it is done
        }
        woken.set(false);
        if (open) {
            read();
        }
    }

    private void read() {
        tailing = true;
        reader.read(ring.newest(), Long.MAX_VALUE, TAIL_MESSAGES)
                .onComplete((page, failure) -> context.runOnContext(v -> tailed(page, failure)));
    }

    private void tailed(@Nullable FeedPage page, @Nullable Throwable failure) {
        tailing = false;
        if (page == null) {
            LOG.warn("the feed cannot be read, trying again: {}", String.valueOf(failure));
            return; // the poll tries again
        }
        page.messages().forEach(this::append);
        if (!page.messages().isEmpty()) {
            lanes.values().forEach(FeedLane::wake);
        }
        if (woken.get() || page.messages().size() == TAIL_MESSAGES) {
            tail();
        }
    }

    private void append(FeedMessage message) {
        if (message.position() != ring.newest() + 1) {
            LOG.error("the feed has a gap: position {} after {}", message.position(), ring.newest());
            ring.skipTo(message.position() - 1); // whoever is behind finds the gap in the database, and is told
        }
        ring.add(message);
    }

    private void poll() {
        extents.next()
                .compose(extent -> regions.refresh(extent.factsVersion()))
                .onFailure(failure -> LOG.debug("the feed's head cannot be read: {}", String.valueOf(failure)));
        tail();
    }

    private void listen() {
        PgSubscriber subscriber = PgSubscriber.subscriber(vertx, listenOptions);
        listener = subscriber;
        subscriber.reconnectPolicy(retries -> RETRY_MILLIS);
        subscriber.channel(CHANNEL).subscribeHandler(v -> wake()).handler(payload -> wake());
        subscriber.connect().onFailure(failure -> listenLater()); // the first attempt is not repeated by itself
    }

    private void listenLater() {
        vertx.setTimer(
                RETRY_MILLIS,
                id -> context.runOnContext(v -> {
                    if (open) {
                        listen();
                    }
                }));
    }

    private void recheck() {
        Set<String> reading = new HashSet<>(readers.keySet());
        if (!reading.isEmpty()) {
            accounts.ended(reading)
                    .onSuccess(ended -> endAll(reader -> isOf(ended, reader), Ending.ACCOUNT_ENDED))
                    .onFailure(failure -> LOG.warn("accounts cannot be checked: {}", String.valueOf(failure)));
        }
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

    // -- Subscribers ------------------------------------------------------------------------------------------------

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
        return ring;
    }

    FeedSettings settings() {
        return settings;
    }

    void delivered(int messages) {
        delivered.add(messages);
    }

    void cutOff() {
        cutOff.increment();
    }

    private FeedLane newLane() {
        return new FeedLane(vertx, vertx.getOrCreateContext(), settings, regions);
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
