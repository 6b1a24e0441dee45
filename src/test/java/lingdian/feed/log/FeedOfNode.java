package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Places;
import org.jspecify.annotations.Nullable;

/**
 * The real feed of a node, over simulated sockets: what {@link FeedEndpoint} does after the reader has been admitted.
 * Its ring and pages hold few messages, so that one evening overflows both.
 */
public final class FeedOfNode {
    private static final FeedSettings SETTINGS = new FeedSettings(
            new FeedSettings.Memory(8, 100_000, 4, 2_000, 2, 1),
            new FeedSettings.Sending(100, 100, 2_048, 1_024),
            new FeedSettings.Times(20_000, 20_000, 60_000, 600_000, 120_000));

    private final FeedHub hub;

    /** @param nanoTime the city's clock; with the real one, the length of a round would depend on the machine */
    public FeedOfNode(Vertx vertx, QueryPool pool, LongSupplier nanoTime) {
        hub = new FeedHub(
                vertx,
                pool,
                context -> new Silent(),
                subjects -> Future.succeededFuture(Map.of()),
                rights -> Future.succeededFuture(Set.of()),
                FeedMeters.NONE,
                SETTINGS,
                nanoTime);
    }

    public Future<Void> start() {
        return hub.start();
    }

    /** Signals that a node, this one or another, has committed messages. */
    public void ring() {
        hub.wake();
    }

    /**
     * Opens a reader's connection. Call it on the event loop to which the socket then belongs.
     *
     * @param lastEventId the last message that the reader has seen; null to get all messages that are kept
     * @param codes of the findings that the reader wants; empty for all
     */
    public void open(
            Context context,
            HttpConnection connection,
            ServerWebSocket socket,
            @Nullable String lastEventId,
            Set<String> codes) {
        var audience = new Audience(
                new Scope(null, new RegionCode("000000"), Set.of()),
                new FeedFilter(Set.of(), codes, Set.of(), Set.of(), false));
        if (hub.enter(FeedIdentity.INTERNAL) != Places.Answer.TAKEN) {
            socket.close((short) 1013, "not open");
            return;
        }
        hub.locate(Resume.of(lastEventId, "0"), context).onComplete(start -> {
            if (start.failed() || socket.isClosed()) {
                hub.leave(FeedIdentity.INTERNAL);
                socket.close((short) 1013, "cannot be read at the moment");
            } else {
                hub.subscribe(new FeedWebSocket(connection, socket), audience, FeedIdentity.INTERNAL, start.result());
            }
        });
    }

    /** A doorbell that never rings: the simulation calls {@link #ring} instead. */
    private static final class Silent implements Doorbell {
        @Override
        public void listen(Runnable news) {}

        @Override
        public Future<Void> stop() {
            return Future.succeededFuture();
        }
    }
}
