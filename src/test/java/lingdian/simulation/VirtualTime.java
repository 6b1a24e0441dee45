package lingdian.simulation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * What happens next, and when: the one queue of everything that a simulated city does.
 *
 * <p>One thread, one source of randomness, and ties broken by the order of entry: so a seed says all, and a failure comes back
 * with it. An hour in which nothing happens takes no time.
 */
final class VirtualTime {
    private record Task(long atMicros, long number, Program of, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return atMicros == other.atMicros
                    ? Long.compare(number, other.number)
                    : Long.compare(atMicros, other.atMicros);
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final Instant beginning;
    private final Random random;
    private long nowMicros;
    private long tasksYet;
    private long steps;

    VirtualTime(Instant beginning, Random random) {
        this.beginning = beginning;
        this.random = random;
    }

    Random random() {
        return random;
    }

    /** The true time, whatever any program's clock says. */
    Instant now() {
        return beginning.plus(nowMicros, ChronoUnit.MICROS);
    }

    long nowMicros() {
        return nowMicros;
    }

    long steps() {
        return steps;
    }

    /** Has a program do something, if it is still running then. */
    void at(long atMicros, Program of, Runnable action) {
        tasks.add(new Task(Math.max(atMicros, nowMicros), tasksYet++, of, action));
    }

    void after(long micros, Program of, Runnable action) {
        at(nowMicros + micros, of, action);
    }

    /** Does what is next; false where nothing is. */
    boolean step() {
        Task next = tasks.poll();
        if (next == null) {
            return false;
        }
        nowMicros = next.atMicros();
        if (next.of().isRunning()) {
            steps++;
            next.of().run(next.action());
        }
        return true;
    }

    /** Micros between two bounds, most often near the lower one, sometimes near the upper. */
    long delay(long least, long most) {
        double share = random.nextDouble();
        return least + (long) ((most - least) * share * share * share);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
