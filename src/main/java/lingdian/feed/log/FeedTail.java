package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import lingdian.platform.work.Contexts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the newest messages from the table into the ring, one read at a time and so in order.
 *
 * <p>Positions have no gaps. If one ever appears (because a writer did not lock the head, or messages were dropped
 * before this node read them), readers behind it get a {@code reset}. Belongs to the hub's context.
 */
final class FeedTail {
    private static final Logger LOG = LoggerFactory.getLogger(FeedTail.class);
    private static final int MESSAGES_A_READ = 512;
    private static final int OCTETS_A_READ = 4 << 20;

    private final Context context;
    private final FeedReader reader;
    private final Doorbell doorbell;
    private final FeedMeters meters;
    private final Runnable news;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final FeedRing ring;
    private boolean open;
    private boolean reading;

    /** @param news called after messages were added to the ring */
    FeedTail(
            Context context,
            FeedReader reader,
            Doorbell doorbell,
            FeedSettings settings,
            FeedMeters meters,
            Runnable news) {
        this.context = context;
        this.reader = reader;
        this.doorbell = doorbell;
        this.meters = meters;
        this.news = news;
        this.ring =
                new FeedRing(settings.memory().ringMessages(), settings.memory().ringOctets());
    }

    FeedRing ring() {
        return ring;
    }

    /** Begins with the message after {@code position}. */
    void follow(long position) {
        ring.skipTo(position);
        open = true;
        doorbell.listen(this::wake);
    }

    /**
     * Goes on with the message after {@code position}, unless it is further already.
     *
     * @return the position that it goes on after
     */
    Future<Long> goOnAfter(long position) {
        return Contexts.run(context, () -> {
            if (ring.newest() < position) {
                ring.skipTo(position);
            }
            return Future.succeededFuture(ring.newest());
        });
    }

    Future<Void> stop() {
        open = false;
        return doorbell.stop();
    }

    /** Schedules a read, because there may be new messages. May be called from any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(v -> read());
        }
    }

    private void read() {
        if (reading) {
            return; // the read under way checks "woken" when it is done
        }
        woken.set(false);
        if (open) {
            reading = true;
            reader.read(ring.newest(), Long.MAX_VALUE, MESSAGES_A_READ, OCTETS_A_READ)
                    .onComplete((page, failure) -> context.runOnContext(v -> read(page, failure)));
        }
    }

    private void read(@Nullable FeedPage page, @Nullable Throwable failure) {
        reading = false;
        if (page == null) {
            if (open) { // otherwise the failure is only the closed pool's
                LOG.warn("the feed cannot be read, trying again: {}", String.valueOf(failure));
            }
            woken.set(false); // the poll tries again
            return;
        }
        page.messages().forEach(this::append);
        if (!page.messages().isEmpty()) {
            news.run();
        }
        if (woken.get() || page.messages().size() == MESSAGES_A_READ || page.cut()) {
            read();
        }
    }

    private void append(FeedMessage message) {
        if (message.position() != ring.newest() + 1) {
            LOG.error("the feed has a gap: position {} after {}", message.position(), ring.newest());
            ring.skipTo(message.position() - 1);
        }
        ring.add(message);
        meters.reachedReaders(message.at());
    }
}
