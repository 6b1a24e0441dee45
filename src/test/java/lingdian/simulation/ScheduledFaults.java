package lingdian.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Schedules the faults of one evening: what ends, breaks or fills up, when, and for how long. */
final class ScheduledFaults {
    private static final long SECOND = 1_000_000;
    private static final int STEPS_TO_TRAP = 300;

    private final City city;
    private final VirtualTime time;
    private final Random random;
    private final Program street;

    ScheduledFaults(City city, Program street) {
        this.city = city;
        this.time = city.time();
        this.random = time.random();
        this.street = street;
    }

    void write() {
        for (Faults.Blow blow : Faults.Blow.values()) {
            boolean left = random.nextBoolean()
                    || blow == Faults.Blow.CLOCK_JUMPED && city.clocksAreRight()
                    || blow == Faults.Blow.READER_CUT_OFF;
            for (int times = left ? 0 : 1 + random.nextInt(4); times > 0; times--) {
                time.after(random.nextLong(Script.MINUTES * Script.MINUTE), street, () -> deal(blow));
            }
        }
    }

    private void deal(Faults.Blow blow) {
        if (city.faults().isCalm()) {
            return;
        }
        city.faults().count(blow);
        switch (blow) {
            case NODE_KILLED -> {
                Node node = any(city.nodes());
                city.trap(random.nextInt(STEPS_TO_TRAP), node::kill);
                time.after(random.nextLong(60 * SECOND), street, node::start);
            }
            case AGENT_KILLED -> {
                Cafe cafe = any(city.cafes());
                city.trap(random.nextInt(STEPS_TO_TRAP), cafe::kill);
                time.after(random.nextLong(120 * SECOND), street, cafe::start);
            }
            case RECONNECT_STORM -> city.storm();
            case DATABASE_RESTARTED -> city.database().restart();
            case CLOCK_JUMPED -> {
                List<Program> programs = city.programs();
                if (!programs.isEmpty()) {
                    long most = Duration.ofHours(random.nextBoolean() ? 3 : 0)
                            .plusSeconds(90)
                            .toSeconds();
                    any(programs).clockIsWrongBy(Duration.ofSeconds(random.nextLong(2 * most) - most));
                }
            }
            case DISK_FULL -> {
                Cafe cafe = any(city.cafes());
                cafe.disk().full(true);
                time.after(
                        random.nextLong(300 * SECOND), street, () -> cafe.disk().full(false));
            }
            case READER_SLOW -> any(city.readers()).slow(random.nextLong(180 * SECOND));
            case READER_CUT_OFF -> {}
            case CAFE_CUT_OFF -> {
                Cafe cafe = any(city.cafes());
                cafe.cutOff(true);
                city.storm();
                time.after(random.nextLong(40 * Script.MINUTE), street, () -> cafe.cutOff(false));
            }
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
