package lingdian.platform.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the open connections of each client's network ({@link ClientAddress#network}).
 *
 * <p>This machine has a limit of its own, since a proxy on it may carry all clients.
 */
final class NetworkCount {
    private static final String THIS_MACHINE = "this machine";

    private final int maximum;
    private final int thisMachineMaximum;
    private final Map<String, Integer> byNetwork = new ConcurrentHashMap<>();

    /**
     * @param maximum 0 for no limit
     * @param thisMachineMaximum likewise, for all programs on this machine together
     */
    NetworkCount(int maximum, int thisMachineMaximum) {
        this.maximum = maximum;
        this.thisMachineMaximum = thisMachineMaximum;
    }

    /** Counts a connection; false if it is one too many. Either way {@link #leave} takes it back. */
    boolean enter(@Nullable String host) {
        String network = network(host);
        return network == null || byNetwork.merge(network, 1, Integer::sum) <= maximum(network);
    }

    void leave(@Nullable String host) {
        String network = network(host);
        if (network != null) {
            byNetwork.computeIfPresent(network, (one, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Null for a connection that is not counted. */
    private @Nullable String network(@Nullable String host) {
        if (host == null) {
            return null;
        }
        ClientAddress address = ClientAddress.of(host);
        String network = address.isThisMachine() ? THIS_MACHINE : address.network();
        return maximum(network) == 0 ? null : network;
    }

    private int maximum(String network) {
        return network.equals(THIS_MACHINE) ? thisMachineMaximum : maximum;
    }
}
