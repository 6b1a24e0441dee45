package lingdian.conformance;

import org.jspecify.annotations.Nullable;

/**
 * How the kit behaves towards an agent.
 *
 * @param key the only key that is accepted; null accepts every key
 * @param heartbeatSeconds in the welcome: short, so that events come soon
 * @param loginsRequired whether an agent at which no guest logs in has a fault; else what needs guests is skipped
 */
public record KitSettings(
        String host, int port, @Nullable String key, int heartbeatSeconds, boolean loginsRequired, Times times) {
    /**
     * How long the kit waits.
     *
     * @param patienceMillis how long a connection, a hello, an event or a guest is waited for
     * @param quietMillis how long nothing must come before a full window is acknowledged; longer than a heartbeat takes
     * @param refusalMillis how long the upgrade is refused at the beginning
     * @param heartbeatMillis how long after the welcome or a heartbeat the next one may come
     * @param verdictMillis how long one verdict is withheld; longer than the agent waits for it
     * @param atOnceMillis a return within this time had no back-off
     */
    public record Times(
            long patienceMillis,
            long quietMillis,
            long refusalMillis,
            long heartbeatMillis,
            long verdictMillis,
            long atOnceMillis) {}

    @Override
    public String toString() {
        return "KitSettings[" + host + ":" + port + "]"; // without the key
    }
}
