package lingdian.platform.http;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lingdian.platform.work.Places;
import org.jspecify.annotations.Nullable;

/**
 * A door that anybody may try without a login, such as the sign-in: a few attempts of one network ({@link ClientAddress#network})
 * are under way at once, and so many in all. Others are turned away before the database is asked, so that a flood leaves its
 * connections to those who have a key, a token or a session.
 *
 * <p>This machine counts in all only, since a proxy on it may carry all clients.
 */
public final class OpenDoor {
    public static final int OF_NETWORK = 4;
    public static final int IN_ALL = 32;
    public static final Duration RETRY_AFTER = Duration.ofSeconds(1); // an attempt's place is taken for milliseconds

    private static final String LIMIT = "attempts";

    private final Places<String> places = new Places<>(IN_ALL, OF_NETWORK);
    private final Consumer<String> limitReached;

    /** @param limitReached receives the name of the limit for each attempt that was turned away, for the meters */
    public OpenDoor(Consumer<String> limitReached) {
        this.limitReached = limitReached;
    }

    /** Makes an attempt. Fails with 429 at once where there is no place for it. */
    public <T> Future<T> attempt(ClientAddress address, Supplier<Future<T>> work) {
        return attempt(address, work, () -> Future.failedFuture(full()));
    }

    /** @param full what is done instead where there is no place */
    public <T> Future<T> attempt(ClientAddress address, Supplier<Future<T>> work, Supplier<Future<T>> full) {
        String holder = holder(address);
        if (places.enter(holder) != Places.Answer.TAKEN) {
            limitReached.accept(LIMIT);
            return full.get();
        }
        return Future.<Void>succeededFuture()
                .compose(entered -> work.get())
                .onComplete((done, failure) -> places.leave(holder));
    }

    private static @Nullable String holder(ClientAddress address) {
        return address.isThisMachine() ? null : address.network();
    }

    private static Problem.Thrown full() {
        return Problem.of(429, "Too many attempts at once. Try again.")
                .retriedAfter(RETRY_AFTER)
                .thrown();
    }
}
