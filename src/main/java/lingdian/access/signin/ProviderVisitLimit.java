package lingdian.access.signin;

import java.time.Duration;
import java.time.InstantSource;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.work.Quota;

/**
 * So many visits to the provider a minute from one network and in all, on one node: anybody can begin one, and each is
 * stored until it expires.
 */
final class ProviderVisitLimit {
    static final int OF_NETWORK_A_MINUTE = 60;
    /** Of a hundred networks, so that a few cannot keep everybody else out. */
    static final int IN_ALL_A_MINUTE = 100 * OF_NETWORK_A_MINUTE;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String EVERYBODY = "";

    private final Quota<String> ofNetwork;
    private final Quota<String> inAll;
    private final Runnable reached;

    /** @param reached called for each visit that is one too many */
    ProviderVisitLimit(InstantSource clock, Runnable reached) {
        ofNetwork = new Quota<>(OF_NETWORK_A_MINUTE, MINUTE, clock);
        inAll = new Quota<>(IN_ALL_A_MINUTE, MINUTE, clock);
        this.reached = reached;
    }

    /** Counts a visit; false if it is one too many. One too many of a network uses up nobody else's. */
    boolean admits(ClientAddress address) {
        boolean admitted = ofNetwork.admits(address.network()) && inAll.admits(EVERYBODY);
        if (!admitted) {
            reached.run();
        }
        return admitted;
    }
}
