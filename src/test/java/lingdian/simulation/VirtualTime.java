package lingdian.simulation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The only queue of a simulated city's tasks, ordered by time.
 *
 * <p>There is one thread and one source of randomness, and ties are broken by the order of entry, so a seed determines
 * the whole run and reproduces a failure. An hour without tasks takes no time.
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

    /** Schedules an action of a program, which is skipped if the program has ended by then. */
    void at(long atMicros, Program of, Runnable action) {
        tasks.add(new Task(Math.max(atMicros, nowMicros), tasksYet++, of, action));
    }

    void after(long micros, Program of, Runnable action) {
        at(nowMicros + micros, of, action);
    }

    /** Runs the next task; false if there is none. */
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

    /** A random number of microseconds between two bounds, mostly near the lower one, sometimes near the upper one. */
    long delay(long least, long most) {
        double share = random.nextDouble();
        return least + (long) ((most - least) * share * share * share);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
