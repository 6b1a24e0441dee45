package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import org.jspecify.annotations.Nullable;

/** Listens for {@code NOTIFY lingdian_feed} on a connection of its own, and reconnects whenever it breaks. */
final class PgDoorbell implements Doorbell {
    private static final long RETRY_MILLIS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final PgConnectOptions options;
    private boolean open = true;
    private @Nullable PgSubscriber subscriber;

    PgDoorbell(Vertx vertx, Context context, PgConnectOptions options) {
        this.vertx = vertx;
        this.context = context;
        this.options = options;
    }

    @Override
    public void listen(Runnable news) {
        PgSubscriber made = PgSubscriber.subscriber(vertx, options);
        subscriber = made;
        made.reconnectPolicy(retries -> RETRY_MILLIS);
        made.channel(FeedHub.CHANNEL).subscribeHandler(v -> news.run()).handler(payload -> news.run());
        made.connect().onFailure(failure -> listenLater(news)); // Vert.x does not retry the first one
    }

    private void listenLater(Runnable news) {
        vertx.setTimer(
                RETRY_MILLIS,
                id -> context.runOnContext(v -> {
                    if (open) {
                        listen(news);
                    }
                }));
    }

    @Override
    public Future<Void> stop() {
        open = false;
        return subscriber == null
                ? Future.succeededFuture()
                : subscriber.close().otherwiseEmpty();
    }
}
