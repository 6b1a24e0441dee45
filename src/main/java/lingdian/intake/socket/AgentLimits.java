package lingdian.intake.socket;

/**
 * The endpoints' limits. Everything that an agent can make the server hold has one.
 *
 * @param heartbeatSeconds how often agents are told to send heartbeats
 * @param lateMillis between two checks whether a late answer is still awaited
 */
public record AgentLimits(
        int heartbeatSeconds, int lateMillis, Capacity capacity, Patience patience, Intervals intervals) {
    /**
     * Limits on size and number.
     *
     * @param window events of one connection that may be unacknowledged before reading from it stops
     * @param windowCharacters the limit of the characters of these events, because one event can be a mebibyte
     * @param connectionsPerCafe connections of one café that may be open at once, greeted or not
     * @param requestsPerCafe HTTP requests of one café that may be under way at once
     */
    public record Capacity(int window, int windowCharacters, int connectionsPerCafe, int requestsPerCafe) {
        public Capacity {
            if (window < 1 || windowCharacters < 1 || connectionsPerCafe < 2 || requestsPerCafe < 1) {
                throw new IllegalArgumentException("a limit of the agent endpoints is too low to work with");
            }
        }
    }

    /**
     * How long something may last.
     *
     * @param helloMillis after which a connection without a hello is closed
     * @param silentMillis after which a connection that received nothing at all is closed
     * @param stalledMillis after which a connection whose peer does not read is closed
     * @param bodyMillis a request whose body has not arrived by then is refused
     * @param farewellMillis how long a stop waits for what is not acknowledged yet
     */
    public record Patience(int helloMillis, int silentMillis, int stalledMillis, int bodyMillis, int farewellMillis) {}

    /**
     * How often something is done.
     *
     * @param pingMillis between pings, which make a half-open connection show itself
     * @param noticeMillis between looks at the hours
     * @param keyMillis between looks for ended keys
     */
    public record Intervals(int pingMillis, int noticeMillis, int keyMillis) {}

    /** The limits of a running service; the protocol pages name the window and the heartbeat. */
    public static AgentLimits of(int window, int heartbeatSeconds) {
        return new AgentLimits(
                heartbeatSeconds,
                1_000,
                new Capacity(window, 4 * 1024 * 1024, 16, 4),
                new Patience(30_000, 90_000, 30_000, 60_000, 4_000),
                new Intervals(30_000, 1_000, 2_000));
    }
}
