package lingdian.intake.batch;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;
import lingdian.law.judge.Confirmation;
import org.jspecify.annotations.Nullable;

/**
 * What an outside verifier says of the logins of one chunk. Belongs to the shard's event loop.
 *
 * <p>Asked for when the chunk's turn is near and not as it arrives: a café that sends a day's logins at once must not take
 * all of the verifier's attention.
 */
final class Answers {
    private final Supplier<Future<Map<Long, Confirmation>>> asking;
    private @Nullable Future<Map<Long, Confirmation>> asked;

    private Answers(Supplier<Future<Map<Long, Confirmation>>> asking) {
        this.asking = asking;
    }

    /** Nobody has to be asked. */
    static Answers none() {
        var none = new Answers(() -> Future.succeededFuture(Map.of()));
        none.begin();
        return none;
    }

    /** @param asking completes on the shard's event loop */
    static Answers of(Supplier<Future<Map<Long, Confirmation>>> asking) {
        return new Answers(asking);
    }

    boolean begun() {
        return asked != null;
    }

    /** Asks; completes when all answers are there. */
    Future<Map<Long, Confirmation>> begin() {
        Future<Map<Long, Confirmation>> under = asking.get();
        asked = under;
        return under;
    }

    boolean waits() {
        return asked == null || !asked.isComplete();
    }

    /** Of the login with this number. */
    Confirmation of(long seq) {
        Map<Long, Confirmation> all = asked == null ? null : asked.result();
        return all == null ? Confirmation.NO_ANSWER : all.getOrDefault(seq, Confirmation.NO_ANSWER);
    }
}
