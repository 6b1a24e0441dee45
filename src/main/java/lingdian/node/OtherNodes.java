package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.platform.Databases;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other nodes which cafés' agents connected here, and listens for theirs, so that an agent's older connection
 * to another node is closed.
 *
 * <p>Best effort, by {@code NOTIFY}: if a node misses a notification, the older connection's next events are refused
 * when they are judged. Notifications are gathered for a moment, because each one is a commit, and after a restart all
 * agents connect.
 */
final class OtherNodes {
    private static final String CHANNEL = "lingdian_connected";
    private static final long GATHER_MILLIS = 20;
    private static final long RETRY_MILLIS = 1_000;
    /** The most cafés of a notification, which has at most 8,000 bytes; a café takes some thirty. */
    private static final int CAFES_MAX = 200;

    private final Vertx vertx;
    private final SqlClient client;
    private final PgConnectOptions listening;
    private final String node;
    private final Queue<String> connected = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private @Nullable BiConsumer<PlaceCode, ConnectionNumber> elsewhere;
    private volatile @Nullable PgSubscriber subscriber;
    private volatile boolean ended;

    OtherNodes(Vertx vertx, SqlClient client, PgConnectOptions listening, UUID node) {
        this.vertx = vertx;
        this.client = client;
        this.listening = listening;
        this.node = node.toString();
    }

    /** @param connectedElsewhere gets the place code of each café that another node welcomed, and its connection */
    void start(BiConsumer<PlaceCode, ConnectionNumber> connectedElsewhere) {
        elsewhere = connectedElsewhere;
        listen();
    }

    Future<Void> stop() {
        ended = true;
        PgSubscriber open = subscriber;
        return open == null ? Future.succeededFuture() : open.close().otherwiseEmpty();
    }

    /** Tells the other nodes that a café's agent was welcomed here. Any thread. */
    void connectedHere(PlaceCode placeCode, ConnectionNumber number) {
        connected.add(placeCode + ":" + number.value());
        if (gathering.compareAndSet(false, true)) {
            vertx.setTimer(GATHER_MILLIS, timer -> tell());
        }
    }

    private void tell() {
        gathering.set(false);
        while (!connected.isEmpty()) {
            List<String> cafes = new ArrayList<>();
            for (String next = connected.poll();
                    next != null;
                    next = cafes.size() < CAFES_MAX ? connected.poll() : null) {
                cafes.add(next);
            }
            Databases.notify(client, CHANNEL, node + " " + String.join(" ", cafes));
        }
    }

    private void heard(String payload) {
        String[] words = payload.split(" ");
        BiConsumer<PlaceCode, ConnectionNumber> close = elsewhere;
        if (close != null && !words[0].equals(node)) {
            for (int i = 1; i < words.length; i++) {
                String[] cafe = words[i].split(":");
                close.accept(new PlaceCode(cafe[0]), new ConnectionNumber(Long.parseLong(cafe[1])));
            }
        }
    }

    private void listen() {
        if (ended) {
            return;
        }
        PgSubscriber next = PgSubscriber.subscriber(vertx, listening);
        subscriber = next;
        next.reconnectPolicy(retries -> RETRY_MILLIS);
        next.channel(CHANNEL).handler(this::heard);
        next.connect().onFailure(failure -> vertx.setTimer(RETRY_MILLIS, timer -> listen()));
    }
}
