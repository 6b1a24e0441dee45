package lingdian.intake.batch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.ReceivedEvent;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.StreamState;
import org.jspecify.annotations.Nullable;

/** One café's queue and its last committed state. Belongs to one shard and its event loop. */
final class Inbox {
    /** Committed streams that are remembered: an installation has one. The limit of the queue bounds the others. */
    static final int STREAMS_MAX = 16;

    final PlaceCode placeCode;
    private @Nullable CafeState state;
    private boolean doubted;
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private int queuedEvents;
    final DailyTraffic traffic;
    /** Whether the shard has it among those whose turn comes. */
    boolean listed;
    /** The last number taken of each stream that is not committed yet, and of some that are. */
    private final Map<UUID, Long> taken = new HashMap<>();
    /** How many streams may be remembered before committed ones are forgotten. */
    private int room = STREAMS_MAX;

    /** @param traffic of its café, which outlasts the inbox: giving events up begins no new day */
    Inbox(PlaceCode placeCode, DailyTraffic traffic) {
        this.placeCode = placeCode;
        this.traffic = traffic;
    }

    @Nullable
    CafeState state() {
        return state;
    }

    /** The state, unless it may be of a history that the database no longer has. */
    @Nullable
    CafeState trustedState() {
        return doubted ? null : state;
    }

    void doubt() {
        doubted = true;
    }

    /** Of the last committed state. */
    int openSessions() {
        return state == null ? 0 : state.openSessions().size();
    }

    /** What is committed now. */
    void state(CafeState committed) {
        state = committed;
        doubted = false;
    }

    /** A committed state as it was read, perhaps of another node's commit; may be older than the state in memory. */
    void learn(CafeState read) {
        if (state == null || doubted || read.version() > state.version()) {
            state(read);
        }
    }

    /** When its oldest item was received; null where none waits. */
    @Nullable
    Instant waitsSince() {
        return queue.isEmpty() ? null : queue.element().receivedAt();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int queuedEvents() {
        return queuedEvents;
    }

    /** Whether its oldest item's turn may come. */
    boolean isReady() {
        return !queue.isEmpty() && !queue.element().waits();
    }

    /** The items whose turn is near: the oldest, together of at most this weight, and at least one. */
    List<Item> near(int limit) {
        var items = new ArrayList<Item>();
        int weight = 0;
        for (Item item : queue) {
            weight += item.weight();
            if (!items.isEmpty() && weight > limit) {
                break;
            }
            items.add(item);
        }
        return items;
    }

    void add(Item item) {
        queue.add(item);
        queuedEvents += item.size();
    }

    /** The oldest items, at least one, together of at most this weight. */
    List<Item> take(int limit) {
        var items = new ArrayList<Item>();
        int weight = 0;
        while (isReady() && (items.isEmpty() || weight + queue.element().weight() <= limit)) {
            Item item = queue.remove();
            weight += item.weight();
            queuedEvents -= item.size();
            items.add(item);
        }
        return items;
    }

    /** Gives up all waiting items: the agents reconnect and send them again. */
    List<Item> abandon() {
        var items = List.copyOf(queue);
        queue.clear();
        queuedEvents = 0;
        taken.clear();
        return items;
    }

    /** Where the message's numbers fit, takes them; else says which number is expected. */
    @Nullable
    Long sequence(UUID stream, List<ReceivedEvent> events, CafeState known) {
        long expected = Math.max(acked(stream, known), taken.getOrDefault(stream, 0L)) + 1;
        long next = expected;
        for (ReceivedEvent event : events) {
            if (event.seq() > next) {
                return expected;
            }
            if (event.seq() == next) {
                next++;
            }
        }
        taken.put(stream, next - 1);
        forgetCommitted(known);
        return null;
    }

    private void forgetCommitted(CafeState known) {
        if (taken.size() > room) {
            taken.entrySet().removeIf(one -> one.getValue() <= acked(one.getKey(), known));
            room = Math.max(STREAMS_MAX, 2 * taken.size()); // so that a long queue is not searched for each message
        }
    }

    private static long acked(UUID stream, CafeState known) {
        StreamState safe = known.stream(stream);
        return safe == null ? 0 : safe.ackedSeq();
    }

    /** Of how many streams the last number taken is remembered. */
    int streams() {
        return taken.size();
    }
}
