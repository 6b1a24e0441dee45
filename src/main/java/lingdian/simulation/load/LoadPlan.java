package lingdian.simulation.load;

import java.net.URI;

/**
 * The validated parameters of a run.
 *
 * @param cafes how many cafés, each with a connection of its own
 * @param pace how fast
 * @param seconds how long is measured
 * @param warmUpSeconds how long events are sent unmeasured before that
 * @param mix which events
 * @param terminals how many terminals each heartbeat lists, all in use
 * @param batch the most events in one message
 * @param cpu whether CPU times are reported
 * @param registered how many persons are registered beforehand, including the guests; 0 for none
 */
public record LoadPlan(
        Target target,
        int cafes,
        Pace pace,
        int seconds,
        int warmUpSeconds,
        Mix mix,
        int terminals,
        int batch,
        boolean cpu,
        int registered) {
    public static final int CAFES_MAX = 20_000;
    public static final int WINDOW_MAX = 100_000;
    public static final int RATE_MAX = 10_000_000;
    public static final int SECONDS_MAX = 86_400;
    public static final int TERMINALS_MAX = 1_000;
    public static final int REGISTERED_MAX = 2_000_000;
    /** The contract's limit of events in one message. */
    public static final int BATCH_MAX = 1_000;

    /**
     * The service that is loaded.
     *
     * @param token of the role admin
     */
    public record Target(URI server, String token) {
        @Override
        public String toString() {
            return server.toString(); // the token must not be printed
        }
    }

    /**
     * How many different people come to each café: an equal share of all persons. A café has as many logins in minutes
     * here as a real café in a day, and a card used repeatedly within minutes is rightly suspicious.
     */
    long personsOfACafe() {
        return (registered > 0 ? registered : GuestDocuments.RESIDENTS) / cafes;
    }

    /** The default number of events in a message: a closed loop keeps two messages under way. */
    public static int defaultBatch(Pace pace) {
        return switch (pace) {
            case Pace.Closed(int window) -> Math.max(1, Math.min(BATCH_MAX, window / 2));
            case Pace.Open open -> BATCH_MAX;
        };
    }

    @Override
    public String toString() {
        return "LoadPlan[" + cafes + " cafés, " + pace + ", " + mix + "]";
    }
}
