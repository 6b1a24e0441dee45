package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
import lingdian.intake.probe.Arrears;
import lingdian.platform.ChannelListener;
import lingdian.platform.Databases;
import lingdian.platform.WritableHost;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other nodes which cafés' agents connected here, and which cafés have to wait, and listens for theirs: an
 * agent's older connection to another node is closed, and a café that has to wait does so at whatever node.
 *
 * <p>Best effort, by {@code NOTIFY}: if a node misses a notification, the older connection's next events are refused
 * when they are judged, and a café escapes what it owes. Notifications are gathered for a moment, because each one is a
 * commit, and after a restart all agents connect.
 */
final class OtherNodes {
    private static final String CHANNEL = "lingdian_connected";
    private static final long GATHER_MILLIS = 20;
    /** The most words of a notification, which has at most 8,000 bytes; one takes up to forty. */
    private static final int WORDS_MAX = 150;

    private final Vertx vertx;
    private final SqlClient client;
    private final ChannelListener listener;
    private final String node;
    private final Queue<String> untold = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private @Nullable BiConsumer<PlaceCode, ConnectionNumber> elsewhere;
    private Arrears.@Nullable Growth owedElsewhere;

    OtherNodes(Vertx vertx, SqlClient client, WritableHost listening, UUID node) {
        this.vertx = vertx;
        this.client = client;
        this.listener =
                new ChannelListener(vertx, vertx.getOrCreateContext(), listening, CHANNEL, () -> {}, this::heard);
        this.node = node.toString();
    }

    /**
     * @param connectedElsewhere gets the place code of each café that another node welcomed, and its connection
     * @param owes gets what each café owes another node
     */
    void start(BiConsumer<PlaceCode, ConnectionNumber> connectedElsewhere, Arrears.Growth owes) {
        elsewhere = connectedElsewhere;
        owedElsewhere = owes;
        listener.start();
    }

    Future<Void> stop() {
        return listener.stop();
    }

    /** Tells the other nodes that a café's agent was welcomed here. Any thread. */
    void connectedHere(PlaceCode placeCode, ConnectionNumber number) {
        say(placeCode + ":" + number.value());
    }

    /** Tells the other nodes what a café owes here from now on. Any thread. */
    void owedHere(PlaceCode placeCode, long answersMillis, long messagesMillis) {
        say(placeCode + ":" + answersMillis + ":" + messagesMillis);
    }

    private void say(String word) {
        untold.add(word);
        if (gathering.compareAndSet(false, true)) {
            vertx.setTimer(GATHER_MILLIS, timer -> tell());
        }
    }

    private void tell() {
        gathering.set(false);
        while (!untold.isEmpty()) {
            List<String> words = new ArrayList<>();
            for (String next = untold.poll(); next != null; next = words.size() < WORDS_MAX ? untold.poll() : null) {
                words.add(next);
            }
            Databases.notify(client, CHANNEL, node + " " + String.join(" ", words));
        }
    }

    private void heard(String payload) {
        String[] words = payload.split(" ");
        BiConsumer<PlaceCode, ConnectionNumber> close = elsewhere;
        Arrears.Growth owes = owedElsewhere;
        if (close == null || owes == null || words[0].equals(node)) {
            return;
        }
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split(":");
            var cafe = new PlaceCode(parts[0]);
            long number = Long.parseLong(parts[1]);
            if (parts.length == 2) {
                close.accept(cafe, new ConnectionNumber(number));
            } else {
                owes.owes(cafe, number, Long.parseLong(parts[2]));
            }
        }
    }
}
