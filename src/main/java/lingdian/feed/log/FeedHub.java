package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;
import java.util.function.LongSupplier;
import lingdian.feed.log.FeedStore.Extent;
import lingdian.feed.log.Resume.Start;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.WritableHost;
import lingdian.platform.work.Coalesced;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.Periodic;
import lingdian.platform.work.Places;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the feed in the database and sends it to all subscribers of this node (handbook, feed.md).
 *
 * <p>The database alone defines the order: positions are numbered in commit order while the row of {@code head} is
 * locked, so a reader that sees one position sees all before it. The hub reads the messages after the newest that it
 * holds ({@link FeedTail}). This node wakes it ({@link #wake()}), other nodes wake it ({@code NOTIFY}),
 * and it polls in case both failed. A restart loses nothing.
 */
public final class FeedHub {
    private static final Logger LOG = LoggerFactory.getLogger(FeedHub.class);

    private final FeedStore store;
    private final FeedMeters meters;
    private final FeedSettings settings;
    private final CafeRegions regions;
    private final FeedPages pages;
    private final FeedTail tail;
    private final FeedLanes lanes;
    private final ReadersByRight readers;
    private final Coalesced<Extent> extents;
    private final Context context;
    private final Places<String> places;
    private final Periodic poll;
    private final Periodic ticks;
    private final Periodic rightsCheck;

    private volatile boolean open;

    /**
     * @param pool for reads; two or three connections suffice
     * @param listenTo for one connection of its own, which listens
     * @param channel on which nodes notify each other that they committed messages
     * @param persons the persons that violations are about
     * @param rights tells which rights to read have ended
     * @param meters counts messages, and readers that are cut off
     */
    public FeedHub(
            Vertx vertx,
            QueryPool pool,
            WritableHost listenTo,
            String channel,
            PersonLookup persons,
            FeedRights rights,
            FeedMeters meters,
            FeedSettings settings) {
        this(
                vertx,
                pool,
                context -> new PgDoorbell(vertx, context, listenTo, channel),
                persons,
                rights,
                meters,
                settings,
                System::nanoTime);
    }

    FeedHub(
            Vertx vertx,
            QueryPool pool,
            Function<Context, Doorbell> doorbell,
            PersonLookup persons,
            FeedRights rights,
            FeedMeters meters,
            FeedSettings settings,
            LongSupplier nanoTime) {
        this.store = new FeedStore(pool);
        this.meters = meters;
        this.settings = settings;
        this.places = new Places<>(
                settings.sending().maxSubscribers(), settings.sending().maxOfAccount());
        this.regions = new CafeRegions(store);
        this.readers = new ReadersByRight(rights);
        this.lanes = new FeedLanes(vertx, settings, regions, nanoTime);
        this.context = vertx.getOrCreateContext();
        var reader = new FeedReader(store, persons, regions);
        this.pages = new FeedPages(reader, settings, context);
        this.tail = new FeedTail(context, reader, doorbell.apply(context), settings, meters, lanes::wake);
        this.extents = new Coalesced<>(store::extent);
        this.poll = Periodic.of(vertx, "looking for messages of the feed", this::poll);
        this.ticks = Periodic.of(vertx, "looking after the feed's readers", lanes::tick);
        this.rightsCheck = new Periodic(vertx, "checking the rights of the feed's readers", this::checkRights);
    }

    /** Starts to follow the feed; fails if the database does not answer. No reader is admitted before it succeeds. */
    public Future<Void> start() {
        return Contexts.run(context, extents::next).compose(extent -> Contexts.run(context, () -> begin(extent)));
    }

    private Future<Void> begin(Extent extent) {
        tail.follow(extent.newest());
        poll.start(settings.times().pollMillis());
        ticks.start(settings.times().tickMillis());
        rightsCheck.start(settings.times().recheckMillis());
        open = true;
        return regions.refresh(extent.factsVersion());
    }

    /** Sends all subscribers away; they resume elsewhere. */
    public Future<Void> stop() {
        return Contexts.run(context, this::finish);
    }

    private Future<Void> finish() {
        open = false;
        poll.stop();
        ticks.stop();
        rightsCheck.stop();
        return Future.join(tail.stop(), lanes.end(subscriber -> true, DisconnectReason.GOING_AWAY))
                .mapEmpty();
    }

    /** Schedules a read after messages were committed. Cheap, and may be called from any thread. */
    public void wake() {
        tail.wake();
    }

    /** How many subscribers are connected. */
    public int subscribers() {
        return Math.toIntExact(places.taken());
    }

    /** The newest position that this node has read. */
    public long position() {
        return tail.ring().newest();
    }

    private void poll() {
        tail.wake();
        long read = position(); // before the question, so that the answer is not older
        currentExtent()
                .compose(extent -> extent.newest() < read ? goOnAfter(read, extent) : Future.succeededFuture())
                .onFailure(failure -> LOG.debug("the feed's head cannot be read: {}", String.valueOf(failure)));
    }

    /**
     * After a standby that was not synchronous has taken its primary's place, or a snapshot of the database has. What was told of the
     * last positions is lost, and others would have them now, which readers, who have seen them, would never be told.
     */
    private Future<Void> goOnAfter(long read, Extent extent) {
        LOG.error(
                "the feed ends with {}, although {} was read: the database has lost commits, and all readers are reset",
                extent.newest(),
                read);
        return store.goBeyond(read + 1)
                .compose(gone -> tail.goOnAfter(read + 1))
                .onSuccess(lanes::reset)
                .mapEmpty();
    }

    /** The range of messages that the database keeps. Completes after the cafés' regions are up to date. */
    private Future<Extent> currentExtent() {
        return extents.next()
                .compose(extent -> regions.refresh(extent.factsVersion()).map(refreshed -> extent));
    }

    private Future<Void> checkRights() {
        return readers.ended()
                .compose(ended -> ended.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : lanes.end(reader -> reader.readsBy(ended), DisconnectReason.RIGHT_ENDED))
                .onFailure(failure -> LOG.warn("rights cannot be checked: {}", String.valueOf(failure)))
                .otherwiseEmpty();
    }

    /** Takes a place for a subscriber, to be given back by {@link #leave} if none is subscribed. */
    Places.Answer enter(FeedIdentity reader) {
        return open ? places.enter(reader.account()) : Places.Answer.ALL_ARE_TAKEN;
    }

    /** Gives back a place that was not used for a subscription. */
    void leave(FeedIdentity reader) {
        places.leave(reader.account());
    }

    /**
     * Starts a subscriber for which a place was taken. Call it on the event loop of its connection.
     */
    void subscribe(FeedWire wire, Audience audience, FeedIdentity reader, Start start) {
        FeedLane lane = lanes.current();
        var subscriber = new FeedSubscriber(this, lane, wire, audience, reader, start);
        readers.came(reader.right());
        lane.add(subscriber);
        wire.onClose(subscriber::close);
        if (start.reset()) {
            subscriber.reset(start.position());
        }
        if (!open) {
            subscriber.end(DisconnectReason.GOING_AWAY);
        } else if (wire.closed()) {
            subscriber.close();
        } else {
            subscriber.pump();
        }
    }

    void left(FeedSubscriber subscriber) {
        readers.left(subscriber.right());
        leave(subscriber.reader());
    }

    /** Where a reader begins. Completes on {@code answerOn}, after the cafés' regions are up to date. */
    Future<Start> locate(Resume resume, Context answerOn) {
        return Contexts.answerOn(
                answerOn, Contexts.run(context, this::currentExtent).map(resume::in));
    }

    /** The page after {@code position}. Completes on {@code answerOn}. */
    Future<FeedPage> page(long position, Context answerOn) {
        return Contexts.answerOn(answerOn, Contexts.run(context, () -> pages.after(position)));
    }

    FeedRing ring() {
        return tail.ring();
    }

    FeedSettings settings() {
        return settings;
    }

    FeedMeters meters() {
        return meters;
    }
}
