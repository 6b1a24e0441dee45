package lingdian.feed.export;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import lingdian.feed.log.ExportedChanges;
import lingdian.feed.log.ExportedChanges.Extent;
import lingdian.feed.log.ExportedChanges.Page;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.ExportSettings;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the feed in its order and sends it to Kafka, a page at a time, on a thread of its own. A cluster that does not
 * answer makes it wait; the feed stays in the database meanwhile.
 */
public final class KafkaExport implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaExport.class);

    private static final long LOOK_MILLIS = 500;
    private static final long LONGEST_PAUSE_SECONDS = 30;
    /** Then the next look goes on, so that a long backlog makes no long chain of steps. */
    private static final int PAGES_A_LOOK = 100;

    private static final int CLOSE_SECONDS = 3;
    /** A position is sent alone after so many changes that are not exported, so that a new node need not read them. */
    private static final long ALONE_AFTER = 10_000;

    private final ExportSettings.Kafka settings;
    private final ExportedChanges feed;
    private final ExportLock lock;
    private final ExportListener listener;
    private final WorkerExecutor thread;
    private final Periodic looks;
    private @Nullable KafkaTopic topic;
    private long read;
    private long pauseSeconds;
    private long pausedSince;
    private volatile boolean active;
    private volatile long lag;

    /** @param pool of the service's own role */
    public KafkaExport(Vertx vertx, QueryPool pool, ExportSettings.Kafka settings, ExportListener listener) {
        this.settings = settings;
        this.listener = listener;
        feed = new ExportedChanges(pool, settings.regions(), settings.authorities());
        lock = new ExportLock(pool);
        thread = vertx.createSharedWorkerExecutor("kafka-export", 1, 5, TimeUnit.MINUTES);
        looks = new Periodic(vertx, "exporting the feed", this::look);
    }

    @Override
    public void start() {
        looks.start(LOOK_MILLIS);
    }

    @Override
    public void stop() {
        looks.stop();
        active = false;
    }

    /**
     * Call it after {@link #stop}, while the pool is open. Does not wait long for a transaction under way: the node that
     * exports next completes or aborts it.
     */
    public Future<Void> close() {
        return run(this::closeTopic)
                .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .eventually(lock::release)
                .eventually(thread::close)
                .otherwiseEmpty();
    }

    @Override
    public Future<Void> runNow() {
        return looks.now();
    }

    /** Whether this node exports now: 1 or 0. */
    public int active() {
        return active ? 1 : 0;
    }

    /** How many changes of the feed this node has not exported yet; no number unless it exports. */
    public double lag() {
        return active ? lag : Double.NaN;
    }

    private Future<Void> look() {
        if (System.nanoTime() - pausedSince < TimeUnit.SECONDS.toNanos(pauseSeconds)) {
            return Future.succeededFuture();
        }
        return lock.hold().compose(held -> Boolean.TRUE.equals(held) ? export() : run(this::closeTopic));
    }

    private Future<Void> export() {
        return feed.extent()
                .compose(extent -> opened(extent).compose(open -> pages(open, extent, PAGES_A_LOOK)))
                .onSuccess(done -> pauseSeconds = 0)
                .recover(this::failed);
    }

    /** The topic, opened if this node has just begun to export. */
    private Future<KafkaTopic> opened(Extent extent) {
        KafkaTopic open = topic;
        if (open != null) {
            return Future.succeededFuture(open);
        }
        return run(() -> topic = open(extent)).map(Objects::requireNonNull).onSuccess(opened -> {
            read = Math.max(opened.position(), extent.oldest() - 1);
            LOG.info("this node exports the feed to {}, after position {}", settings.topic(), read);
        });
    }

    private KafkaTopic open(Extent extent) throws Exception {
        KafkaTopic opened = KafkaTopic.open(new KafkaConfiguration(settings));
        long position = opened.position();
        if (opened.newest() > extent.newest()) {
            opened.close();
            throw older(opened.newest(), "ends with " + extent.newest());
        }
        if (position > 0 && position < extent.oldest() - 1) {
            LOG.error("changes {} to {} are no longer kept, and were not exported", position + 1, extent.oldest() - 1);
        }
        return opened;
    }

    private Future<Void> pages(KafkaTopic open, Extent extent, int pages) {
        active = !looks.isStopped();
        lag = extent.newest() - read;
        if (lag < 0) {
            return Future.failedFuture(older(read, "ends with " + extent.newest()));
        }
        if (lag <= 0 || pages == 0 || looks.isStopped()) {
            return Future.succeededFuture();
        }
        return feed.after(read)
                .compose(page -> page.isEmpty()
                        ? Future.succeededFuture(false)
                        : continued(page, extent).compose(same -> sent(open, page)))
                .compose(sent -> Boolean.TRUE.equals(sent) ? more(open, extent, pages - 1) : Future.succeededFuture());
    }

    /** Positions are left out only where a database had lost those that were told. A new topic has told none of them. */
    private Future<Void> continued(Page page, Extent extent) {
        long last = read;
        return page.first() == last + 1 || last < extent.oldest()
                ? Future.succeededFuture()
                : feed.holds(last)
                        .compose(held -> Boolean.TRUE.equals(held)
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        older(last, "lost the last of them and goes on with " + page.first())));
    }

    private static ExportRefusal older(long exported, String feed) {
        return new ExportRefusal("changes up to " + exported + " were exported, but the feed " + feed
                + ": the database is older than the topic. Name a new topic");
    }

    private Future<Void> more(KafkaTopic open, Extent extent, int pages) {
        return lock.hold()
                .compose(held -> Boolean.TRUE.equals(held) ? pages(open, extent, pages) : run(this::closeTopic));
    }

    private Future<Boolean> sent(KafkaTopic open, Page page) {
        return run(() -> {
                    if (!page.changes().isEmpty() || page.upTo() - open.position() >= ALONE_AFTER) {
                        open.send(page.changes(), page.upTo());
                        listener.exported(page.changes().size());
                    }
                    return true;
                })
                .map(done -> {
                    read = page.upTo();
                    return true;
                });
    }

    /** Another node may try; and this one waits longer each time. */
    private Future<Void> failed(Throwable failure) {
        active = false;
        pauseSeconds = Math.min(LONGEST_PAUSE_SECONDS, Math.max(1, 2 * pauseSeconds));
        pausedSince = System.nanoTime();
        if (failure instanceof ExportRefusal) {
            LOG.error("The export does not begin: {}", failure.getMessage());
        } else {
            LOG.warn("The export waits for {} s: {}", pauseSeconds, say(failure));
        }
        listener.exportFailed();
        return run(this::closeTopic).eventually(lock::release);
    }

    /** Kafka's own texts name brokers, topics and limits, never a message. */
    private static String say(Throwable failure) {
        return failure instanceof KafkaException || failure instanceof IOException
                ? failure.toString()
                : Causes.say(failure);
    }

    private @Nullable Void closeTopic() {
        KafkaTopic open = topic;
        topic = null;
        active = false;
        if (open != null) {
            open.close();
        }
        return null;
    }

    private <T> Future<T> run(Callable<@Nullable T> work) {
        return thread.executeBlocking(work, true).map(done -> done);
    }
}
