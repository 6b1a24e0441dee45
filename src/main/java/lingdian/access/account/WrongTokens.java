package lingdian.access.account;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import lingdian.platform.http.ClientAddress;
import lingdian.record.accesslog.RefusalLimit;

/**
 * Counts the wrong bearer tokens of each address in a minute, so that a search for a token shows, and costs no entry of
 * the access log for each try. A right token is admitted all the same: an office behind one address must not be locked out
 * by one of its programs.
 *
 * <p>This machine is exempt, since a proxy on it may carry all clients. Tokens are of 256 bits, so a search is hopeless
 * at any pace.
 */
final class WrongTokens {
    private final LongSupplier nanoTime;
    private final RefusalLimit<String> limit = new RefusalLimit<>(() -> {}); // whoever refuses it says so

    /** @param nanoTime a clock that never goes back */
    WrongTokens(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts one, and says whether the address's network had too many in this minute already. */
    boolean isBeyond(ClientAddress address) {
        long now = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
        return !address.isThisMachine() && limit.next(address.network(), now).isEmpty();
    }
}
