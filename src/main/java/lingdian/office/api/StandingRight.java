package lingdian.office.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.feed.log.FeedRights;
import org.jspecify.annotations.Nullable;

/**
 * The right by which an answer of any length was begun. It is looked up before each page, because a client that reads
 * slowly makes an answer last: one whose account, token, session or scope has ended gets no further page, as it gets no further
 * message of the feed. All pages together have a time, too.
 */
public final class StandingRight {
    private static final Duration LASTS = Duration.ofHours(1);

    private final Supplier<Future<Boolean>> stands;
    private final LongSupplier nanoTime;
    private final long began;

    /** @param stands looks the right up */
    public StandingRight(Supplier<Future<Boolean>> stands) {
        this(stands, System::nanoTime);
    }

    StandingRight(Supplier<Future<Boolean>> stands, LongSupplier nanoTime) {
        this.stands = stands;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** @param right as the feed's readers have; null: none is needed */
    static StandingRight of(FeedRights rights, @Nullable String right) {
        return new StandingRight(() -> right == null
                ? Future.succeededFuture(true)
                : rights.ended(Set.of(right)).map(Set::isEmpty));
    }

    /** Fails where nothing more may be sent. */
    public Future<Void> check() {
        if (nanoTime.getAsLong() - began >= LASTS.toNanos()) {
            return Future.failedFuture(Refused.with(408, "The answer was not taken within an hour."));
        }
        return stands.get()
                .compose(may -> may
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refused.with(401, "The account or its token was ended meanwhile.")));
    }
}
