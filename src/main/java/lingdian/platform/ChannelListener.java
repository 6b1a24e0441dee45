package lingdian.platform;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import org.jspecify.annotations.Nullable;

/** Listens for {@code NOTIFY} on a connection of its own, and connects again whenever it breaks. */
public final class ChannelListener {
    private static final long RETRY_MILLIS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final WritableHost where;
    private final String channel;
    private final Runnable subscribed;
    private final Handler<String> heard;
    private boolean ended;
    private @Nullable PgSubscriber subscriber;

    /**
     * @param context that calls the two others
     * @param subscribed after each beginning: what was said before was not heard
     * @param heard gets what is said on the channel
     */
    public ChannelListener(
            Vertx vertx,
            Context context,
            WritableHost where,
            String channel,
            Runnable subscribed,
            Handler<String> heard) {
        this.vertx = vertx;
        this.context = context;
        this.where = where;
        this.channel = channel;
        this.subscribed = subscribed;
        this.heard = heard;
    }

    public void start() {
        context.runOnContext(now -> listen());
    }

    /** Completes when the connection is closed. */
    public Future<Void> stop() {
        return Contexts.run(context, () -> {
            ended = true;
            PgSubscriber open = subscriber;
            return open == null ? Future.succeededFuture() : open.close().otherwiseEmpty();
        });
    }

    private void listen() {
        if (!ended) {
            where.options().onSuccess(this::listen).onFailure(away -> again());
        }
    }

    private void listen(PgConnectOptions options) {
        if (ended) {
            return;
        }
        PgSubscriber next = PgSubscriber.subscriber(vertx, options);
        subscriber = next;
        next.channel(channel).subscribeHandler(begun -> subscribed.run()).handler(heard);
        next.closeHandler(broken -> again());
        next.connect().onFailure(failure -> again());
    }

    private void again() {
        vertx.setTimer(RETRY_MILLIS, timer -> context.runOnContext(now -> listen()));
    }
}
