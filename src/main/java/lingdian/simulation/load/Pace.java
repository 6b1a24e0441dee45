package lingdian.simulation.load;

/** How fast events are offered to the service. */
public sealed interface Pace {
    /**
     * Closed loop: every café sends as soon as fewer than so many of its events are unacknowledged. Finds the most that the
     * service can take; its latencies say little, since a slow answer makes the next event late.
     */
    record Closed(int window) implements Pace {}

    /** Open loop: so many events a second over all cafés, at moments fixed in advance, whatever the service does. */
    record Open(double eventsPerSecond) implements Pace {}
}
