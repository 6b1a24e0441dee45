package lingdian.intake.verifier;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;
import lingdian.law.judge.Confirmation;
import org.jspecify.annotations.Nullable;

/**
 * The outside verifier's answers about the logins of one chunk. Belongs to the shard's event loop.
 *
 * <p>Asked for when the chunk's turn is near and not as it arrives: a café that sends a day's logins at once must not
 * use up the verifier's capacity.
 */
public final class Confirmations {
    private final Supplier<Future<Map<Long, Confirmation>>> verifier;
    private @Nullable Future<Map<Long, Confirmation>> answers;

    private Confirmations(Supplier<Future<Map<Long, Confirmation>>> verifier) {
        this.verifier = verifier;
    }

    /** For a chunk about which the verifier is not asked. */
    public static Confirmations none() {
        var none = new Confirmations(() -> Future.succeededFuture(Map.of()));
        none.begin();
        return none;
    }

    /** @param verifier asks; completes on the shard's event loop */
    public static Confirmations of(Supplier<Future<Map<Long, Confirmation>>> verifier) {
        return new Confirmations(verifier);
    }

    public boolean begun() {
        return answers != null;
    }

    /** Asks; completes when all answers are there. */
    public Future<Map<Long, Confirmation>> begin() {
        Future<Map<Long, Confirmation>> begun = verifier.get();
        answers = begun;
        return begun;
    }

    public boolean waits() {
        return answers == null || !answers.isComplete();
    }

    /** The answer about the login with this number. */
    public Confirmation of(long seq) {
        Map<Long, Confirmation> all = answers == null ? null : answers.result();
        return all == null ? Confirmation.NO_ANSWER : all.getOrDefault(seq, Confirmation.NO_ANSWER);
    }
}
