package lingdian.console.frame;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Pace;
import lingdian.platform.work.PacedTurns;
import lingdian.platform.work.Places;

/**
 * Paces the pages of one account on a node, before they ask anything: a page may have long lists read and written, which
 * verdicts wait for, and reloading it costs its reader nothing.
 *
 * <p>A page that took long costs more. Requests beyond the pace wait rather than fail: a person who opens many pages at once gets
 * them all.
 */
final class PagePace {
    static final Duration EACH = Duration.ofMillis(500);
    /** Of one account; more would wait for longer than the longest wait. */
    static final int WAITING_MAX = 30;

    private static final int ALL_WAITING_MAX = 3_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final int OWED_MAX = 20; // so that who waits for it is not refused
    private static final long UNIT_MILLIS = 200;
    private static final int PAGE_MAX = 10;

    private final Pace<AccountId> pace;
    private final PacedTurns<AccountId> turns;
    private final InstantSource clock;

    PagePace(Vertx vertx, InstantSource clock, int atOnce) {
        this(new PacedTurns<>(vertx, places(), LONGEST_WAIT), clock, atOnce);
    }

    PagePace(PacedTurns<AccountId> turns, InstantSource clock, int atOnce) {
        this.pace = new Pace<>(atOnce, OWED_MAX, EACH, clock);
        this.turns = turns;
        this.clock = clock;
    }

    static Places<AccountId> places() {
        return new Places<>(ALL_WAITING_MAX, WAITING_MAX);
    }

    /**
     * Makes a page when it is its turn; fails with 429 if that is too late.
     *
     * @param left whether the client has left, asked as long as the request waits
     * @param page is told whether it waited
     */
    Future<Void> inTurn(AccountId account, BooleanSupplier left, Function<Boolean, Future<Void>> page) {
        Future<Duration> turn = turns.turn(account, () -> pace.take(account), left);
        boolean waits = !turn.isComplete();
        return turn.compose(
                wait -> wait.isZero() ? make(account, () -> page.apply(waits)) : Future.failedFuture(refusal(wait)));
    }

    private Future<Void> make(AccountId account, Supplier<Future<Void>> page) {
        Instant begun = clock.instant();
        return Future.succeededFuture()
                .compose(start -> page.get())
                .onComplete(made -> pace.spend(account, more(Duration.between(begun, clock.instant()))));
    }

    /** What a page costs beside the unit of its turn. */
    private static int more(Duration took) {
        return (int) Math.clamp(took.toMillis() / UNIT_MILLIS, 0, PAGE_MAX - 1);
    }

    private static Problem.Thrown refusal(Duration wait) {
        return Refused.limit(
                "pages",
                429,
                "This account loads pages faster than the service makes them. Try again in "
                        + Math.max(1, wait.toSeconds()) + " s.");
    }
}
