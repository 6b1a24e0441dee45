package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import lingdian.simulation.city.Stay.Registered;
import org.jspecify.annotations.Nullable;

/** The terminals of one café and the guests at them. */
final class Floor {
    private static final Duration CLEARED = Duration.ofSeconds(45);
    /** How long a seat stays empty between two unregistered guests, so that heartbeats distinguish them. */
    private static final Duration COLD = Duration.ofMinutes(6);

    private final int terminals;
    private final RandomGenerator random;
    private final TreeMap<String, Stay> sitting = new TreeMap<>();
    private final TreeMap<String, Stay> seen = new TreeMap<>();
    private final Map<String, Stay> last = new HashMap<>();

    Floor(int terminals, RandomGenerator random) {
        this.terminals = terminals;
        this.random = random;
    }

    /** The guests that a heartbeat shows, by terminal. */
    SortedMap<String, Stay> seen() {
        return seen;
    }

    List<Stay> guests() {
        return List.copyOf(sitting.values());
    }

    /** A terminal for a guest who comes at {@code at}; null if all are taken. */
    @Nullable
    String free(Instant at, Registered registered) {
        int first = random.nextInt(terminals);
        for (int i = 0; i < terminals; i++) {
            String seat = seat((first + i) % terminals);
            if (!sitting.containsKey(seat) && isClear(last.get(seat), at, registered)) {
                return seat;
            }
        }
        return null;
    }

    /** Terminals that nobody uses at {@code at}, at most so many. */
    List<String> free(Instant at, int most) {
        return IntStream.range(0, terminals)
                .mapToObj(Floor::seat)
                .filter(seat -> !sitting.containsKey(seat) && isClear(last.get(seat), at, Registered.PROPERLY))
                .limit(most)
                .toList();
    }

    /** Whether the seat is empty now. */
    boolean isFree(String seat) {
        return !sitting.containsKey(seat);
    }

    private static boolean isClear(@Nullable Stay before, Instant at, Registered registered) {
        if (before == null) {
            return true;
        }
        boolean unseen = before.registered == Registered.NOT_AT_ALL || registered == Registered.NOT_AT_ALL;
        return !before.to().plus(unseen ? COLD : CLEARED).isAfter(at);
    }

    void sits(Stay stay) {
        sitting.put(stay.seat, stay);
        if (!stay.unseen) {
            seen.put(stay.seat, stay);
        }
    }

    void leaves(Stay stay) {
        sitting.remove(stay.seat, stay);
        seen.remove(stay.seat, stay);
        last.put(stay.seat, stay);
    }

    private static String seat(int number) {
        return "A" + (1_001 + number) / 100 % 10 + (1_001 + number) / 10 % 10 + (1_001 + number) % 10;
    }
}
