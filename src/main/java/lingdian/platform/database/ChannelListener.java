package lingdian.platform.database;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lingdian.platform.work.Contexts;
import org.jspecify.annotations.Nullable;

/** Listens for {@code NOTIFY} on a connection of its own, and connects again whenever it breaks. */
public final class ChannelListener {
    private static final long RETRY_MILLIS = 1_000;
    private static final int CONNECT_SECONDS = 5;

    private final Vertx vertx;
    private final Context context;
    private final WritableHost where;
    private final String channel;
    private final Runnable subscribed;
    private final Handler<String> heard;
    private boolean ended;
    private @Nullable PgSubscriber subscriber;
    private WritableHost.@Nullable Primary listensTo;

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
        where.onChange(() -> context.runOnContext(now -> moved()));
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
        listensTo = where.primary();
        next.channel(channel)
                .subscribeHandler(begun -> ifCurrent(next, subscribed))
                .handler(said -> ifCurrent(next, () -> heard.handle(said)));
        next.closeHandler(broken -> lost(next));
        // A host that accepts connections and says nothing would be waited for forever.
        next.connect()
                .onSuccess(open -> closeUnlessCurrent(next))
                .timeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .onFailure(failure -> lost(next));
    }

    private void ifCurrent(PgSubscriber which, Runnable work) {
        if (subscriber == which) {
            work.run();
        }
    }

    /** A subscriber that was closed before it was connected does not close what it gets. */
    private void closeUnlessCurrent(PgSubscriber which) {
        PgConnection late = which.actualConnection();
        if (subscriber != which && late != null) {
            late.close();
        }
    }

    /** A host that was replaced may keep its connections, and say nothing on them. */
    private void moved() {
        PgSubscriber old = subscriber;
        if (old != null && !ended && !Objects.equals(listensTo, where.primary())) {
            subscriber = null;
            old.close();
            listen();
        }
    }

    private void lost(PgSubscriber which) {
        if (subscriber == which) {
            subscriber = null;
            which.close();
            again();
        }
    }

    private void again() {
        vertx.setTimer(RETRY_MILLIS, timer -> context.runOnContext(now -> listen()));
    }
}
