package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import lingdian.platform.database.ChannelListener;
import lingdian.platform.database.WritableHost;
import org.jspecify.annotations.Nullable;

/** Listens for {@code NOTIFY} by other nodes. */
final class PgDoorbell implements Doorbell {
    private final Vertx vertx;
    private final Context context;
    private final WritableHost where;
    private final String channel;
    private @Nullable ChannelListener listener;

    PgDoorbell(Vertx vertx, Context context, WritableHost where, String channel) {
        this.vertx = vertx;
        this.context = context;
        this.where = where;
        this.channel = channel;
    }

    @Override
    public void listen(Runnable news) {
        listener = new ChannelListener(vertx, context, where, channel, news, payload -> news.run());
        listener.start();
    }

    @Override
    public Future<Void> stop() {
        return listener == null ? Future.succeededFuture() : listener.stop();
    }
}
