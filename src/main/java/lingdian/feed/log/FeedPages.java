package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import lingdian.platform.work.LimitedMap;
import org.jspecify.annotations.Nullable;

/**
 * Older messages, read from the database in aligned pages, which all readers that catch up share.
 *
 * <p>Only a few reads run at once, so that a thousand readers who return together do not slow the database for the
 * agents. Belongs to the hub's context.
 */
final class FeedPages {
    private final FeedReader reader;
    private final FeedSettings settings;
    private final Context context;
    private final Map<Long, Promise<FeedPage>> inFlight = new HashMap<>();
    private final Queue<Long> waiting = new ArrayDeque<>();
    private final Map<Long, FeedPage> cache;
    private int running;

    FeedPages(FeedReader reader, FeedSettings settings, Context context) {
        this.reader = reader;
        this.settings = settings;
        this.context = context;
        this.cache = LimitedMap.byUse(settings.memory().cachedPages());
    }

    /**
     * The page of the message after {@code position}. A page that was requested a moment earlier may lack messages
     * committed since then.
     *
     * <p>Pages begin at multiples of their number of messages, so that readers share them. Where one is cut, the next one
     * begins at its end, which readers share too.
     */
    Future<FeedPage> after(long position) {
        long begin = position - position % settings.memory().pageMessages();
        return read(begin)
                .compose(page ->
                        page.cut() && !page.goesBeyond(position) ? read(position) : Future.succeededFuture(page));
    }

    /** @param after the page's beginning */
    private Future<FeedPage> read(long after) {
        FeedPage cached = cache.get(after);
        if (cached != null) {
            return Future.succeededFuture(cached);
        }
        Promise<FeedPage> shared = inFlight.get(after);
        return shared != null ? shared.future() : enqueue(after);
    }

    private Future<FeedPage> enqueue(long after) {
        Promise<FeedPage> promise = Promise.promise();
        inFlight.put(after, promise);
        waiting.add(after);
        readNext();
        return promise.future();
    }

    private void readNext() {
        Long after = running < settings.memory().databaseReads() ? waiting.poll() : null;
        if (after != null) {
            running++;
            int messages = settings.memory().pageMessages();
            long end = after - after % messages + messages;
            reader.read(after, end, messages, settings.memory().pageOctets())
                    .onComplete((page, failure) -> context.runOnContext(v -> finished(after, end, page, failure)));
        }
    }

    private void finished(long after, long end, @Nullable FeedPage page, @Nullable Throwable failure) {
        running--;
        Promise<FeedPage> promise = Objects.requireNonNull(inFlight.remove(after));
        if (page != null && (page.cut() || page.reaches(end))) {
            cache.put(after, page);
        }
        promise.complete(page, failure);
        readNext();
    }
}
