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
     */
    Future<FeedPage> after(long position) {
        long number = position / settings.memory().pageMessages();
        FeedPage cached = cache.get(number);
        if (cached != null) {
            return Future.succeededFuture(cached);
        }
        Promise<FeedPage> shared = inFlight.get(number);
        return shared != null ? shared.future() : enqueue(number);
    }

    private Future<FeedPage> enqueue(long number) {
        Promise<FeedPage> promise = Promise.promise();
        inFlight.put(number, promise);
        waiting.add(number);
        readNext();
        return promise.future();
    }

    private void readNext() {
        Long number = running < settings.memory().databaseReads() ? waiting.poll() : null;
        if (number != null) {
            running++;
            long after = number * settings.memory().pageMessages();
            reader.read(
                            after,
                            after + settings.memory().pageMessages(),
                            settings.memory().pageMessages())
                    .onComplete((page, failure) -> context.runOnContext(v -> finished(number, page, failure)));
        }
    }

    private void finished(long number, @Nullable FeedPage page, @Nullable Throwable failure) {
        running--;
        Promise<FeedPage> promise = Objects.requireNonNull(inFlight.remove(number));
        if (page != null
                && page.messages().size() == settings.memory().pageMessages()
                && page.messages().stream().mapToLong(FeedMessage::length).sum()
                        <= settings.memory().cachedCharacters()) {
            cache.put(number, page);
        }
        promise.complete(page, failure);
        readNext();
    }
}
