package lingdian.conformance;

import org.jspecify.annotations.Nullable;

/**
 * How the kit behaves towards an agent.
 *
 * @param key the only key that is accepted; null accepts every key
 * @param heartbeatSeconds in the welcome: short, so that events come soon
 * @param patienceMillis how long a connection, a hello or an event is waited for
 * @param quietMillis how long nothing must come before a full window is acknowledged; longer than a heartbeat takes
 * @param refusalMillis how long the upgrade is refused at the beginning
 */
public record KitSettings(
        String host,
        int port,
        @Nullable String key,
        int heartbeatSeconds,
        long patienceMillis,
        long quietMillis,
        long refusalMillis) {
    @Override
    public String toString() {
        return "KitSettings[" + host + ":" + port + "]"; // without the key
    }
}
