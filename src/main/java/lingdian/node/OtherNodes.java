package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.Denial;
import lingdian.platform.database.ChannelListener;
import lingdian.platform.database.Databases;
import lingdian.platform.database.WritableHost;
import lingdian.platform.work.LimitedMap;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other nodes which cafés' agents connected here, which cafés have to wait, and whom each was denied, and
 * listens for theirs: an agent's older connection to another node is closed, a café that has to wait does so at whatever
 * node, and its denials of an hour are those of all nodes.
 *
 * <p>Best effort, by {@code NOTIFY}: if a node misses a notification, the older connection's next events are refused
 * when they are judged, and a café escapes what it owes, or what these denials count. Notifications are gathered for a moment, because each one is a
 * commit, and after a restart all agents connect.
 *
 * <p>Whoever may connect to the database may listen and notify, too, such as a role of Grafana. A flood of notifications would take
 * the event loop, so only nodes know the channel's name. Notifications are sealed as well: whoever finds out the name can neither read
 * which cafés are where nor make a café wait. What is not sealed by a node, is old, or was heard before, is not heard.
 */
final class OtherNodes {
    static final String CHANNEL = "other nodes";
    private static final long GATHER_MILLIS = 20;
    /** The most words of a notification, which has at most 8,000 bytes, of which sealing takes a quarter; a word takes up to 53. */
    private static final int WORDS_MAX = 100;
    /** Clocks of nodes differ by less, or the nodes are not ready. */
    private static final Duration AGE_MAX = Duration.ofMinutes(1);
    /** More than are told in that time. */
    private static final int REMEMBERED_MAX = 10_000;
    /** What waits to be told while the database takes no notification: more is missed by the others. */
    private static final int UNTOLD_MAX = 10_000;

    private final Vertx vertx;
    private final SqlClient client;
    private final String channel;
    private final ChannelListener listener;
    private final Vault vault;
    private final InstantSource clock;
    private final UUID node;
    private final AtomicLong told = new AtomicLong();
    private final Set<SealedRef> heardBefore = Collections.newSetFromMap(LimitedMap.byAge(REMEMBERED_MAX));
    private final Queue<String> untold = new LinkedBlockingQueue<>(UNTOLD_MAX);
    private final AtomicBoolean gathering = new AtomicBoolean();
    private @Nullable BiConsumer<PlaceCode, ConnectionNumber> elsewhere;
    private Arrears.@Nullable Growth owedElsewhere;
    private @Nullable Consumer<Denial> deniedElsewhere;

    /** @param node of this run of the program, and of no other */
    OtherNodes(Vertx vertx, SqlClient client, WritableHost listening, Vault vault, InstantSource clock, UUID node) {
        this.vertx = vertx;
        this.client = client;
        this.vault = vault;
        this.clock = clock;
        this.channel = vault.channel(CHANNEL);
        this.listener =
                new ChannelListener(vertx, vertx.getOrCreateContext(), listening, channel, () -> {}, this::heard);
        this.node = node;
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
        if (untold.offer(word) && gathering.compareAndSet(false, true)) {
            vertx.setTimer(GATHER_MILLIS, timer -> tell());
        }
    }

    /** One notification at a time: whoever may connect to the database can make them wait ({@link Databases#notify}). */
    private void tell() {
        List<String> words = new ArrayList<>();
        for (String next = untold.poll(); next != null; next = words.size() < WORDS_MAX ? untold.poll() : null) {
            words.add(next);
        }
        if (!words.isEmpty()) {
            Databases.notify(client, channel, sealed(String.join(" ", words))).onComplete(any -> tell());
            return;
        }
        gathering.set(false);
        if (!untold.isEmpty() && gathering.compareAndSet(false, true)) {
            tell();
        }
    }

    private String sealed(String words) {
        long number = told.incrementAndGet();
        byte[] text = vault.seal(clock.millis() + " " + words, place(node, number));
        return node + " " + number + " " + Base64.getEncoder().encodeToString(text);
    }

    private static SealedRef place(UUID teller, long number) {
        return new SealedRef("", teller, number, "notice");
    }

    private void heard(String payload) {
        String[] parts = payload.split(" ");
        if (parts.length == 3) {
            opened(parts).ifPresent(words -> {
                for (int i = 1; i < words.length; i++) {
                    heard(words[i].split(":"));
                }
            });
        }
    }

    /** The words, after the time when they were told; none if no node told them, or not now. */
    private Optional<String[]> opened(String[] parts) {
        try {
            UUID teller = UUID.fromString(parts[0]);
            // Compared as it is read: others can write the same name and number in many ways.
            SealedRef place = place(teller, Long.parseLong(parts[1]));
            if (teller.equals(node)) {
                return Optional.empty();
            }
            String[] words =
                    vault.unseal(Base64.getDecoder().decode(parts[2]), place).split(" ");
            Instant at = Instant.ofEpochMilli(Long.parseLong(words[0]));
            boolean now = Duration.between(at, clock.instant()).abs().compareTo(AGE_MAX) < 0;
            return now && heardBefore.add(place) ? Optional.of(words) : Optional.empty();
        } catch (IllegalArgumentException | VaultException notOurs) {
            return Optional.empty();
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
