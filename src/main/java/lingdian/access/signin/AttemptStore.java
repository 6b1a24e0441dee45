package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.SignInSettings.LockOut;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Counts attempts to sign in, and locks out those who fail repeatedly: at one name from one address, at many names from
 * one address, and at one name from many addresses, which has a higher limit.
 *
 * <p>One statement counts an attempt as a failure before it is made; a success takes it back. So however many attempts
 * arrive at once, no more than the limit are tried. A name without an account is counted too, so that a lock-out
 * reveals nothing. A lock-out is found by reading, so that a flood of refused attempts neither locks nor writes a row. All
 * subjects are stored as keyed hashes.
 */
final class AttemptStore {
    /** Without a lock-out it is open from the beginning: of two attempts at once the earlier one may be counted last. */
    private static final String TAKE = """
            INSERT INTO sign_in_attempt AS a (subject, failures, last_at, open_at)
            VALUES ($1, 1, $2, CASE WHEN $3::int <= 1 THEN $2::timestamptz + make_interval(secs => $4::int) ELSE '-infinity' END)
            ON CONFLICT (subject) DO UPDATE SET
              failures = CASE WHEN a.last_at < $6 THEN 1 ELSE a.failures + 1 END,
              last_at = $2,
              open_at = CASE WHEN a.last_at < $6 OR a.failures + 1 < $3::int THEN '-infinity'::timestamptz
                ELSE $2::timestamptz
                  + make_interval(secs => least($5::int, $4::int * 2.0 ^ least(20, a.failures + 1 - $3::int))) END
            WHERE a.open_at <= $2
            RETURNING failures
            """;

    private static final String OPENS = """
            SELECT max(open_at) FROM sign_in_attempt WHERE subject = ANY ($1) AND open_at > $2
            """;
    private static final String FORGIVE = "DELETE FROM sign_in_attempt WHERE subject = $1";
    private static final String TAKE_BACK = """
            UPDATE sign_in_attempt SET failures = greatest(0, failures - 1), open_at = '-infinity' WHERE subject = $1
            """;
    private static final String FORGET = "DELETE FROM sign_in_attempt WHERE last_at < $1 AND open_at < $2";

    /** For an attempt that was refused by a lock-out which has just ended. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final QueryPool pool;
    private final Vault vault;
    private final InstantSource clock;
    private final LockOut limits;
    private final Runnable limitReached;

    /** @param limitReached called for each attempt that may not be made now */
    AttemptStore(QueryPool pool, Vault vault, InstantSource clock, LockOut limits, Runnable limitReached) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
        this.limits = limits;
        this.limitReached = limitReached;
    }

    /** The subject of a count. */
    sealed interface Subject {
        /** A typed name, from wherever. */
        record Name(String signInName) implements Subject {}

        /** A typed name from one network. */
        record NameFrom(String signInName, String network) implements Subject {}

        record Network(String network) implements Subject {}

        /** A typed name on a device on which its person has signed in: failures elsewhere do not count for it. */
        record NameOn(String signInName, String device) implements Subject {}
    }

    /** Counts an attempt for each subject; returns zero if it may be made, otherwise the time to wait. */
    Future<Duration> take(List<Subject> subjects) {
        Future<Duration> taken = wait(subjects);
        for (Subject subject : subjects) {
            taken = taken.compose(wait -> wait.isZero() ? take(subject) : Future.succeededFuture(wait));
        }
        return taken.onSuccess(wait -> {
            if (!wait.isZero()) {
                limitReached.run();
            }
        });
    }

    private Future<Duration> take(Subject subject) {
        OffsetDateTime now = now();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(
                        hash(subject),
                        now,
                        limit(subject),
                        limits.firstWaitSeconds(),
                        limits.longestWaitSeconds(),
                        now.minusHours(limits.forgottenAfterHours())))
                .compose(taken -> taken.size() == 1
                        ? Future.succeededFuture(Duration.ZERO)
                        : wait(List.of(subject)).map(wait -> wait.isZero() ? MOMENT : wait));
    }

    /**
     * Resets the counts after a success. A network gets only this attempt back; otherwise one account could unlock it
     * for others.
     */
    Future<Void> succeeded(List<Subject> subjects) {
        return oneAfterAnother(subjects.stream(), this::succeeded);
    }

    /**
     * Gives a network its attempt back after a right password alone. The counts of the name stand until the second step
     * succeeds.
     */
    Future<Void> halfDone(List<Subject> subjects) {
        return oneAfterAnother(subjects.stream().filter(AttemptStore::isNetwork), this::takeBack);
    }

    /**
     * Gives the name its attempt back where nobody could say whether the password is right. That of a network stands, so that a
     * flood which is turned away is locked out all the same.
     */
    Future<Void> notTried(List<Subject> subjects) {
        return oneAfterAnother(subjects.stream().filter(subject -> !isNetwork(subject)), this::takeBack);
    }

    private static boolean isNetwork(Subject subject) {
        return subject instanceof Subject.Network;
    }

    private static Future<Void> oneAfterAnother(Stream<Subject> subjects, Function<Subject, Future<Void>> change) {
        Future<Void> done = Future.succeededFuture();
        for (Subject subject : subjects.toList()) {
            done = done.compose(before -> change.apply(subject));
        }
        return done;
    }

    private Future<Void> takeBack(Subject subject) {
        return pool.preparedQuery(TAKE_BACK).execute(Tuple.of(hash(subject))).mapEmpty();
    }

    private Future<Void> succeeded(Subject subject) {
        return isNetwork(subject)
                ? takeBack(subject)
                : pool.preparedQuery(FORGIVE).execute(Tuple.of(hash(subject))).mapEmpty();
    }

    /** Deletes expired counts. */
    Future<Void> sweep() {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(now().minusHours(limits.forgottenAfterHours()), now()))
                .mapEmpty();
    }

    /** How long until none of the subjects is locked out; zero if none is. */
    private Future<Duration> wait(List<Subject> subjects) {
        OffsetDateTime now = now();
        Buffer[] hashes = subjects.stream().map(this::hash).toArray(Buffer[]::new);
        return pool.preparedQuery(OPENS)
                .execute(Tuple.of(hashes, now))
                .map(rows -> until(rows.iterator().next().getOffsetDateTime(0), now));
    }

    private static Duration until(@Nullable OffsetDateTime opens, OffsetDateTime now) {
        return opens == null
                ? Duration.ZERO
                : Duration.between(now, opens).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    }

    private int limit(Subject subject) {
        return switch (subject) {
            case Subject.Name name -> limits.forAccountFromAnywhere();
            case Subject.NameFrom name -> limits.forAccount();
            case Subject.Network network -> limits.forAddress();
            case Subject.NameOn name -> limits.forAccount();
        };
    }

    private Buffer hash(Subject subject) {
        String text = switch (subject) {
            case Subject.Name name -> "sign-in name\0" + name.signInName();
            case Subject.NameFrom name -> "sign-in name from\0" + name.network() + "\0" + name.signInName();
            case Subject.Network network -> "sign-in address\0" + network.network();
            case Subject.NameOn name -> "sign-in device\0" + name.device() + "\0" + name.signInName();
        };
        return Buffer.buffer(vault.contentMac(text.getBytes(StandardCharsets.UTF_8)));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
