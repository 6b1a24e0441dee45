package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.Denial;
import lingdian.platform.ChannelListener;
import lingdian.platform.Databases;
import lingdian.platform.WritableHost;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other nodes which cafés' agents connected here, which cafés have to wait, and whom each was denied, and
 * listens for theirs: an agent's older connection to another node is closed, a café that has to wait does so at whatever
 * node, and its denials of an hour are those of all nodes.
 *
 * <p>Best effort, by {@code NOTIFY}: if a node misses a notification, the older connection's next events are refused
 * when they are judged, and a café escapes what it owes, or what these denials count. Notifications are gathered for a moment, because each one is a
 * commit, and after a restart all agents connect.
 */
final class OtherNodes {
    private static final String CHANNEL = "lingdian_connected";
    private static final long GATHER_MILLIS = 20;
    /** The most words of a notification, which has at most 8,000 bytes; one takes up to 53. */
    private static final int WORDS_MAX = 140;

    private final Vertx vertx;
    private final SqlClient client;
    private final ChannelListener listener;
    private final String node;
    private final Queue<String> untold = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private @Nullable BiConsumer<PlaceCode, ConnectionNumber> elsewhere;
    private Arrears.@Nullable Growth owedElsewhere;
    private @Nullable Consumer<Denial> deniedElsewhere;

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
     * @param denied gets whom another node denied a café
     */
    void start(
            BiConsumer<PlaceCode, ConnectionNumber> connectedElsewhere, Arrears.Growth owes, Consumer<Denial> denied) {
        elsewhere = connectedElsewhere;
        owedElsewhere = owes;
        deniedElsewhere = denied;
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

    /** Tells the other nodes whom a café was denied here. Any thread. */
    void deniedHere(Denial denial) {
        say(denial.placeCode() + ":" + denial.hour().getEpochSecond() + ":" + denial.person() + ":"
                + denial.repeatable());
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
        if (!words[0].equals(node)) {
            for (int i = 1; i < words.length; i++) {
                heard(words[i].split(":"));
            }
        }
    }

    private void heard(String[] parts) {
        BiConsumer<PlaceCode, ConnectionNumber> close = elsewhere;
        Arrears.Growth owes = owedElsewhere;
        Consumer<Denial> denied = deniedElsewhere;
        if (close == null || owes == null || denied == null) {
            return;
        }
        var cafe = new PlaceCode(parts[0]);
        long first = Long.parseLong(parts[1]);
        switch (parts.length) {
            case 2 -> close.accept(cafe, new ConnectionNumber(first));
            case 3 -> owes.owes(cafe, first, Long.parseLong(parts[2]));
            default ->
                denied.accept(new Denial(
                        cafe, Instant.ofEpochSecond(first), Long.parseLong(parts[2]), Boolean.parseBoolean(parts[3])));
        }
    }
}
