package lingdian.office.api;

import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.office.api.AccountPlaces.Limits;

/**
 * Limits the bodies and forms that are being read. Each is held in memory until its client has sent all of it, which may take a
 * minute, and otherwise an account could send a thousand by halves.
 */
public final class BodyPlaces {
    /** A body without files, or a form. */
    public static final int BYTES_MAX = 256 * 1024;

    /** People send one at a time, and programs a few. */
    static final int OF_ACCOUNT_MAX = 16;

    private static final int IN_ALL_MIN = 64;
    private static final int HEAP_PART = 16;

    private final AccountPlaces places;

    /** @param heapBytes the most that the program may use: a sixteenth of it for offices, and as much for operators */
    BodyPlaces(long heapBytes) {
        Limits limits = Limits.ofPlaces(Math.max(IN_ALL_MIN, heapBytes / HEAP_PART / BYTES_MAX), OF_ACCOUNT_MAX);
        places = new AccountPlaces(limits, limits);
    }

    /** Takes a place, and goes on to read the body; refuses with 429 where there is none. {@link #read} gives it back. */
    public void admit(RoutingContext context, Account account) {
        if (!places.enter(account)) {
            context.fail(Refused.limit(
                    "account-bodies",
                    429,
                    "So many requests are being sent already. Try again when they are through."));
            return;
        }
        var place = new Place(account);
        context.put(Place.class.getName(), place);
        context.addEndHandler(ended -> place.leave());
        context.next();
    }

    /** The body has arrived. */
    public void read(RoutingContext context) {
        Place place = context.get(Place.class.getName());
        Objects.requireNonNull(place, "was admitted").leave();
        context.next();
    }

    private final class Place {
        private final Account account;
        private final AtomicBoolean left = new AtomicBoolean();

        Place(Account account) {
            this.account = account;
        }

        void leave() {
            if (left.compareAndSet(false, true)) {
                places.leave(account);
            }
        }
    }
}
