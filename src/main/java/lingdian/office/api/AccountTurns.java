package lingdian.office.api;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.Pace;
import org.jspecify.annotations.Nullable;

/**
 * Answers few requests of one account at once, over the API and over pages; its others wait. So an account that asks for
 * long lists without a pause leaves half of the readers' database connections to the others, and a third of those for changes.
 *
 * <p>An account one of whose requests took long, or whose many short ones took long together, has its next ones answered one
 * at a time for a minute, and none for as long as each took, at most ten seconds. So who reads the cafés of the whole country
 * again and again takes half of one of PostgreSQL's processors, not four.
 *
 * <p>Questions of pages go first, in the order of their arrival: a person waits for them. Then those of files that are being
 * sent, then those of programs. A
 * request whose client has left is not answered, and its place is free for another.
 */
final class AccountTurns {
    /** Half of the readers' connections and two thirds of those for changes, unless they are configured. */
    static final int AT_ONCE_MAX = 4;
    /** A waiting request holds its body, of up to 256 KiB. */
    static final int PROGRAMS_WAITING_MAX = 100;
    /** A page asks up to some 60 questions at once, and would be shown in part if one were refused. */
    static final int PAGES_WAITING_MAX = 1_000;
    /** More than an account may have sent at once, each of which waits once: one that was refused would cut its file off. */
    static final int FILES_WAITING_MAX = 100;

    /** Nearly all requests take a tenth of it. */
    static final Duration LONG = Duration.ofMillis(250);
    /** So long may an account's short requests take together, besides a tenth of the time. */
    static final Duration TOGETHER = Duration.ofSeconds(5);
    /** As long are an account's requests answered one at a time. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** The longest answer, the return of a whole country, takes four to seven. */
    static final Duration REST_MAX = Duration.ofSeconds(10);

    private static final Duration EACH_MILLISECOND = Duration.ofMillis(10);

    private static final int TOGETHER_MILLIS = (int) TOGETHER.toMillis();
    /** Its milliseconds, as many as an account gets in that time. */
    private static final int OWED_MILLIS = (int) REMEMBERED.dividedBy(EACH_MILLISECOND);

    private final Vertx vertx;
    private final InstantSource clock;
    private final Function<Duration, Future<Void>> rest;
    private final Map<AccountId, Turns> byAccount = new HashMap<>();
    /** Of the milliseconds in which an account's requests are answered. */
    private final Pace<AccountId> pace;

    /** A request that waits for its turn. */
    private record Waiting(BooleanSupplier left, Promise<Void> turn) {}

    /** The requests of one account. */
    private static final class Turns {
        private final Map<Kind, Queue<Waiting>> waiting = new EnumMap<>(Kind.class);
        private int underWay;

        Queue<Waiting> of(Kind kind) {
            return waiting.computeIfAbsent(kind, first -> new ArrayDeque<>());
        }

        /** The first of the first kind; null if none is waiting. */
        @Nullable
        Waiting poll() {
            return waiting.values().stream()
                    .map(Queue::poll)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        boolean isEmpty() {
            return waiting.values().stream().allMatch(Queue::isEmpty);
        }
    }

    /** What asks, in the order in which they go. */
    enum Kind {
        PAGE(PAGES_WAITING_MAX),
        FILE(FILES_WAITING_MAX),
        PROGRAM(PROGRAMS_WAITING_MAX);

        private final int waitingMax;

        Kind(int waitingMax) {
            this.waitingMax = waitingMax;
        }
    }

    AccountTurns(Vertx vertx) {
        this(
                vertx,
                () -> Instant.EPOCH.plusNanos(System.nanoTime()),
                time -> vertx.timer(time.toMillis(), MILLISECONDS));
    }

    /**
     * @param clock whose time is only compared with its own
     * @param rest completes after a time, of a millisecond at least
     */
    AccountTurns(Vertx vertx, InstantSource clock, Function<Duration, Future<Void>> rest) {
        this.vertx = vertx;
        this.clock = clock;
        this.rest = rest;
        this.pace = new Pace<>(TOGETHER_MILLIS, OWED_MILLIS, EACH_MILLISECOND, clock);
    }

    /**
     * Answers a request when it is its turn; fails with 429 if too many are waiting.
     *
     * @param left whether the client has left, asked as long as the request waits
     */
    <T> Future<T> inTurn(AccountId account, Kind kind, BooleanSupplier left, Supplier<Future<T>> answering) {
        return enter(account, kind, left).compose(turn -> {
            Instant begun = clock.instant();
            return Future.<Void>succeededFuture()
                    .compose(now -> answering.get())
                    .onComplete(answered -> leave(account, Duration.between(begun, clock.instant())));
        });
    }

    private Future<Void> enter(AccountId account, Kind kind, BooleanSupplier left) {
        var waiting = new Waiting(left, Promise.promise());
        Entry entry = enter(account, kind, waiting);
        if (entry == Entry.FULL && dropAbandoned(account, kind)) {
            entry = enter(account, kind, waiting);
        }
        return switch (entry) {
            case NOW -> Future.succeededFuture();
            case LATER ->
                Contexts.answerOn(vertx.getOrCreateContext(), waiting.turn().future());
            case FULL ->
                Future.failedFuture(Refused.limit(
                        "account-requests",
                        429,
                        "So many requests of this account are waiting already. Wait for their answers first."));
        };
    }

    private enum Entry {
        NOW,
        LATER,
        FULL
    }

    private synchronized Entry enter(AccountId account, Kind kind, Waiting waiting) {
        Turns turns = byAccount.computeIfAbsent(account, first -> new Turns());
        if (turns.underWay < atOnce(account)) {
            turns.underWay++;
            return Entry.NOW;
        }
        Queue<Waiting> queue = turns.of(kind);
        return queue.size() < kind.waitingMax && queue.add(waiting) ? Entry.LATER : Entry.FULL;
    }

    /** Whether any request was dropped because its client left. */
    private boolean dropAbandoned(AccountId account, Kind kind) {
        List<Waiting> abandoned = waiting(account, kind).stream()
                .filter(one -> one.left().getAsBoolean()) // outside the lock, since it takes the connection's
                .filter(one -> remove(account, kind, one))
                .toList();
        abandoned.forEach(AccountTurns::abandon);
        return !abandoned.isEmpty();
    }

    private synchronized List<Waiting> waiting(AccountId account, Kind kind) {
        Turns turns = byAccount.get(account);
        return turns == null ? List.of() : List.copyOf(turns.of(kind));
    }

    private synchronized boolean remove(AccountId account, Kind kind, Waiting one) {
        Turns turns = byAccount.get(account);
        return turns != null && turns.of(kind).remove(one);
    }

    private static void abandon(Waiting one) {
        one.turn().fail(new HttpClosedException("the client left before its turn"));
    }

    private void leave(AccountId account, Duration took) {
        Duration time = took.compareTo(REST_MAX) < 0 ? took : REST_MAX;
        boolean slowed = isSlowed(account);
        pace.spend(account, (int) time.toMillis());
        if (took.compareTo(LONG) >= 0 || !slowed && isSlowed(account)) {
            pace.spend(account, TOGETHER_MILLIS + OWED_MILLIS);
        }
        if (isSlowed(account) && time.toMillis() > 0) {
            rest.apply(time).onComplete(rested -> leave(account));
        } else {
            leave(account);
        }
    }

    private boolean isSlowed(AccountId account) {
        return !pace.until(account).isZero();
    }

    private void leave(AccountId account) {
        release(account);
        Waiting next = next(account);
        while (next != null) {
            if (next.left().getAsBoolean()) {
                abandon(next);
                release(account);
            } else {
                next.turn().complete();
            }
            next = next(account);
        }
    }

    private int atOnce(AccountId account) {
        return isSlowed(account) ? 1 : AT_ONCE_MAX;
    }

    private synchronized void release(AccountId account) {
        Turns turns = Objects.requireNonNull(byAccount.get(account), "entered before");
        turns.underWay--;
        if (turns.underWay == 0 && turns.isEmpty()) {
            byAccount.remove(account);
        }
    }

    /** The request that takes a free place, if there is one and any is waiting. */
    private synchronized @Nullable Waiting next(AccountId account) {
        Turns turns = byAccount.get(account);
        if (turns == null || turns.underWay >= atOnce(account)) {
            return null;
        }
        Waiting next = turns.poll();
        if (next != null) {
            turns.underWay++;
        }
        return next;
    }
}
