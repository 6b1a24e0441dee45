package lingdian.simulation.city;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** The planned actions of one café by time; actions of one instant in the order in which they were added. */
final class Agenda {
    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::at).thenComparing(Entry::number);

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(ORDER);
    private long numbers;

    private record Entry(Instant at, long number, Consumer<Instant> action) {}

    void at(Instant at, Consumer<Instant> action) {
        entries.add(new Entry(at, numbers++, action));
    }

    /** Performs every action that is due before {@code until}, and the actions that those add. */
    void advance(Instant until) {
        Entry next = entries.peek();
        while (next != null && next.at().isBefore(until)) {
            entries.remove();
            next.action().accept(next.at());
            next = entries.peek();
        }
    }
}
