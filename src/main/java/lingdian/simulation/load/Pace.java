package lingdian.simulation.load;

/** How fast events are offered to the service. */
public sealed interface Pace {
    /**
     * Closed loop: every café sends whenever fewer than this many of its events are unacknowledged. Finds the greatest
     * load that the service can take; its latencies mean little, since a slow answer delays the next event.
     */
    record Closed(int window) implements Pace {}

    /**
     * Open loop: this many events per second over all cafés, at moments fixed in advance, whatever the service does.
     */
    record Open(double eventsPerSecond) implements Pace {}
}
