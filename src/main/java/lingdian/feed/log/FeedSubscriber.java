package lingdian.feed.log;

import io.vertx.core.Future;
import java.util.Set;
import lingdian.feed.log.Resume.Start;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber: what it may see, its position, and how much data waits to be sent to it.
 *
 * <p>It takes messages from the ring if they are there, else from pages of the database, always the message after its
 * position, so that switching between the two causes neither a gap nor a repetition. The waiting bytes are counted
 * here, because the connection's own high-water mark counts writes and not bytes. Belongs to its lane's context.
 */
final class FeedSubscriber {
    private static final Logger LOG = LoggerFactory.getLogger(FeedSubscriber.class);

    private final FeedHub hub;
    private final FeedLane lane;
    private final FeedWire wire;
    private final Audience audience;
    private final FeedIdentity reader;
    private final long joinedTick;

    private long position;
    private @Nullable FeedPage page;
    private boolean reading;
    private boolean pumping;
    private boolean live;
    private boolean closed;
    private int pendingBytes;
    private int writesPending;
    private int ticksWithoutProgress;
    private int misses;

    FeedSubscriber(FeedHub hub, FeedLane lane, FeedWire wire, Audience audience, FeedIdentity reader, Start start) {
        this.hub = hub;
        this.lane = lane;
        this.wire = wire;
        this.audience = audience;
        this.reader = reader;
        this.position = start.position();
        this.joinedTick = lane.ticks();
    }

    FeedIdentity reader() {
        return reader;
    }

    @Nullable
    String right() {
        return reader.right();
    }

    /** Whether one of these rights is the one by which it reads. */
    boolean readsBy(Set<String> rights) {
        return reader.right() != null && rights.contains(reader.right());
    }

    boolean closed() {
        return closed;
    }

    /** Writes until the connection accepts no more. */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            pumpAll();
        } catch (RuntimeException fault) {
            LOG.error("the feed cannot continue after position {}", position, fault);
            end(DisconnectReason.FAILED);
        } finally {
            pumping = false;
        }
    }

    private void pumpAll() {
        while (!closed && !reading && !full()) {
            FeedRun run = nextRun();
            if (run == null) {
                return;
            }
            position = run.end();
            if (!run.renderings().isEmpty()) {
                sent(run.bytes(), wire.write(run));
                hub.meters().delivered(run.renderings().size());
            }
        }
        if (full()) {
            page = null; // a reader that takes nothing holds none
        }
    }

    private @Nullable FeedRun nextRun() {
        FeedRun run = lane.run(audience, position, hub.ring()::get);
        if (run.end() > position) {
            live = true;
            page = null;
            return run;
        }
        return position < hub.ring().newest() ? nextOlderRun() : null;
    }

    private @Nullable FeedRun nextOlderRun() {
        live = false;
        FeedPage held = page;
        if (held != null) {
            FeedRun run = lane.run(audience, position, held::get);
            if (run.end() > position) {
                return run;
            }
        }
        readPage();
        return null;
    }

    private void readPage() {
        reading = true;
        page = null;
        hub.page(position, lane.context())
                .onComplete(read -> reading = false)
                .onSuccess(this::goOnFrom); // if it fails, a later tick tries again
    }

    private void goOnFrom(FeedPage read) {
        if (closed) {
            return;
        }
        page = read;
        if (read.get(position + 1) != null) {
            misses = 0;
            pump();
        } else if (read.goesBeyond(position) || ++misses > 1) {
            misses = 0;
            restart(new Resume.Unknown());
        } else {
            restart(new Resume.After(position));
        }
    }

    /**
     * Handles a missing next message: either it is no longer kept, or the page was read a moment too early, which happens once. A second
     * time its position was left out, with at least a page of others ({@link FeedHub}).
     */
    private void restart(Resume resume) {
        reading = true;
        hub.locate(resume, lane.context())
                .onComplete(located -> reading = false)
                .onSuccess(this::goOnAt);
    }

    private void goOnAt(Start start) {
        if (!closed && start.reset()) {
            reset(start.position());
            pump();
        }
    }

    /** Tells the subscriber that it may have missed something, and continues from {@code current}. */
    void reset(long current) {
        position = current;
        page = null;
        sent(64, wire.reset(current));
    }

    private boolean full() {
        return pendingBytes >= hub.settings().sending().pendingBytes();
    }

    private void sent(int bytes, Future<Void> write) {
        pendingBytes += bytes;
        writesPending++;
        write.onComplete((v, failure) -> written(bytes, failure));
    }

    private void written(int bytes, @Nullable Throwable failure) {
        pendingBytes -= bytes;
        writesPending--;
        ticksWithoutProgress = 0;
        if (failure != null) {
            close();
        } else if (pendingBytes <= hub.settings().sending().pendingBytes() / 2) {
            pump();
        }
    }

    /** Checks whether the connection still accepts data, and sends a comment or ping. */
    void tick(long tick) {
        if (closed) {
            return;
        }
        if (wire.framesReceived() > ReaderFrames.FRAMES_MAX) {
            end(DisconnectReason.TOO_MANY_FRAMES);
            return;
        }
        ticksWithoutProgress = writesPending > 0 ? ticksWithoutProgress + 1 : 0;
        if (stuck()) {
            hub.meters().readerCutOff();
            end(DisconnectReason.CANNOT_KEEP_UP);
            return;
        }
        if ((tick - joinedTick) % hub.settings().times().commentTicks() == 0 && !full()) {
            sent(8, wire.comment());
        }
        pump();
    }

    private boolean stuck() {
        return ticksWithoutProgress >= hub.settings().times().stuckTicks()
                || (ticksWithoutProgress >= hub.settings().times().lappedTicks() && full() && live && lapped());
    }

    /** Whether the ring dropped messages after its position before it read them. */
    private boolean lapped() {
        return position + 1 < hub.ring().oldest();
    }

    /** Ends the connection, and closes it by force after the grace period. */
    Future<Void> end(DisconnectReason ending) {
        if (closed) {
            return Future.succeededFuture();
        }
        close();
        if (ending == DisconnectReason.CANNOT_KEEP_UP && wire instanceof ServerSentEvents) {
            wire.abort();
            return Future.succeededFuture();
        }
        Future<Void> ended = wire.end(ending);
        lane.later(wire::abort);
        return ended.otherwiseEmpty();
    }

    /** Records that the connection is closed, or about to be. */
    void close() {
        if (!closed) {
            closed = true;
            page = null;
            hub.left(this);
        }
    }
}
