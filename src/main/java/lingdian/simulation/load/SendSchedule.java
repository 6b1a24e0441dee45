package lingdian.simulation.load;

/**
 * When each event of an open loop is meant to be sent: fixed before the first one, so that the service cannot delay the
 * schedule. Otherwise a stall would hide the events that it held up (coordinated omission).
 *
 * @param startNanos the moment of the first event
 * @param eventsPerSecond over all cafés, which take turns
 * @param cafes how many
 */
record SendSchedule(long startNanos, double eventsPerSecond, int cafes) {
    private static final double NANOS = 1e9;

    /** How many events of all cafés are due at a moment. */
    long due(long nowNanos) {
        return nowNanos < startNanos ? 0 : 1 + (long) ((nowNanos - startNanos) * eventsPerSecond / NANOS);
    }

    /** When a café's {@code index}th event, counted from 0, is due. */
    long at(int cafe, long index) {
        return startNanos + (long) Math.ceil((cafe + index * cafes) * NANOS / eventsPerSecond);
    }
}
