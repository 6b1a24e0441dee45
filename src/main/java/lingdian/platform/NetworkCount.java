package lingdian.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the open connections of each client's network ({@link ClientAddress#network}).
 *
 * <p>This machine is exempt, since a proxy on it may carry all clients.
 */
final class NetworkCount {
    private final int maximum;
    private final Map<String, Integer> byNetwork = new ConcurrentHashMap<>();

    /** @param maximum 0 for no limit */
    NetworkCount(int maximum) {
        this.maximum = maximum;
    }

    /** Counts a connection; false if it is one too many. Either way {@link #leave} takes it back. */
    boolean enter(@Nullable String host) {
        String network = network(host);
        return network == null || byNetwork.merge(network, 1, Integer::sum) <= maximum;
    }

    void leave(@Nullable String host) {
        String network = network(host);
        if (network != null) {
            byNetwork.computeIfPresent(network, (one, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Null for a connection that is not counted. */
    private @Nullable String network(@Nullable String host) {
        if (maximum == 0 || host == null) {
            return null;
        }
        ClientAddress address = ClientAddress.of(host);
        return address.isThisMachine() ? null : address.network();
    }
}
