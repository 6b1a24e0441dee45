package lingdian.access.account;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Counts the wrong bearer tokens of each address in a minute, so that a search for a token shows, and costs no entry of
 * the access log for each try. A right token is admitted all the same: an office behind one address must not be locked out
 * by one of its programs.
 *
 * <p>This machine is exempt, since a proxy on it may carry all clients. Tokens are of 256 bits, so a search is hopeless
 * at any pace.
 */
final class WrongTokens {
    static final int A_MINUTE = 60;
    private static final int ADDRESSES_MAX = 10_000;
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final Set<String> HERE = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");
    private static final Pattern GROUPS = Pattern.compile(":");
    /** Of an IPv6 address, a line has the last four groups to itself. */
    private static final int NETWORK_GROUPS = 4;

    private final LongSupplier nanoTime;
    private final Map<String, Minute> minutes = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Minute> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };

    private record Minute(long beganNanos, int count) {}

    /** @param nanoTime a clock that never goes back */
    WrongTokens(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts one, and says whether the address had too many in this minute already. */
    synchronized boolean isBeyond(String address) {
        if (HERE.contains(address)) {
            return false;
        }
        long now = nanoTime.getAsLong();
        Minute minute = minutes.merge(
                network(address),
                new Minute(now, 1),
                (known, first) -> now - known.beganNanos() >= MINUTE_NANOS
                        ? first
                        : new Minute(known.beganNanos(), known.count() + 1));
        return minute != null && minute.count() > A_MINUTE;
    }

    /** The address itself; of an IPv6 address, as Java writes it in full, its /64. */
    private static String network(String address) {
        String[] groups = GROUPS.split(address);
        return groups.length <= NETWORK_GROUPS ? address : String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS));
    }
}
