package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import lingdian.access.signin.AttemptStore.Subject;
import lingdian.platform.work.Pace;
import lingdian.platform.work.PacedTurns;
import lingdian.platform.work.Places;

/**
 * Paces the right passwords of an account on a node, which no lock-out counts: otherwise whoever knows their own could have
 * hashes computed, and sessions begun, without end.
 *
 * <p>Only a right password is counted, so whoever does not know it cannot hold its owner up; and each network, and each known
 * device, has places of its own to wait in.
 */
final class PasswordPace {
    static final int AT_ONCE = 10;
    static final Duration EACH = Duration.ofSeconds(10);
    static final int WAITING_MAX = 3; // of an account from a network, or on a device
    private static final int ALL_WAITING_MAX = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30); // proxies give up after a minute

    private final Pace<String> pace;
    private final PacedTurns<Lane> turns;
    private final Runnable limitReached;

    private record Lane(String signInName, Subject from) {}

    /** @param limitReached called for each password that may not be checked now */
    PasswordPace(Vertx vertx, InstantSource clock, Runnable limitReached) {
        this.pace = new Pace<>(AT_ONCE, AT_ONCE, EACH, clock);
        this.turns = new PacedTurns<>(vertx, new Places<>(ALL_WAITING_MAX, WAITING_MAX), LONGEST_WAIT);
        this.limitReached = limitReached;
    }

    /** Completes with zero when a password may be checked, or with the time to wait if that is too long. */
    Future<Duration> turn(String signInName, List<Subject> subjects) {
        return turns.turn(new Lane(signInName, subjects.getFirst()), () -> pace.until(signInName), () -> false)
                .onSuccess(wait -> {
                    if (!wait.isZero()) {
                        limitReached.run();
                    }
                });
    }

    /** Counts a password that was right. */
    void wasRight(String signInName) {
        pace.spend(signInName, 1);
    }
}
