package lingdian.platform.database;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.platform.work.Coalesced;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.RareLines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this machine's clock with the database's: a node whose clock is wrong would erase too early, and accuse cafés
 * wrongly.
 */
public final class DatabaseClock {
    /** Beyond this difference a node is not ready, judges nothing, and begins nothing that goes by the clock. */
    public static final Duration DIFFERENCE_MAX = Duration.ofSeconds(10);

    /** A machine that lost its time begins again in 1970, 2000 or the year of its making. This program is younger. */
    static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    /** So long an agreement is relied on, and so far the machine's clock may go meanwhile. */
    private static final Duration AGREEMENT_LASTS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

    private final SqlClient client;
    private final InstantSource wall;
    private final Duration steady;
    private final ClockSteps steps = new ClockSteps(System::nanoTime);
    private final RareLines lines = new RareLines(System::nanoTime);
    private final Coalesced<Void> questions = new Coalesced<>(this::agreed);
    private volatile boolean differs;
    private volatile @Nullable ClockLook agreement;

    /** @param wall the machine's own clock, whatever clock the service runs on */
    public DatabaseClock(SqlClient client, InstantSource wall) {
        this(client, wall, Duration.ZERO);
    }

    /** @param steady for how long the machine's clock must have gone evenly before anything is erased by it */
    public DatabaseClock(SqlClient client, InstantSource wall, Duration steady) {
        this.client = client;
        this.wall = wall;
        this.steady = steady;
    }

    /**
     * By how much this machine's clock is ahead. The database read its clock at some time between request and response, so
     * a difference within that time does not count.
     */
    public Future<Duration> offset() {
        Instant asked = wall.instant();
        steps.evenFor(asked);
        return Databases.clock(client).map(there -> offset(asked, wall.instant(), there));
    }

    /** Fails with {@link ClocksDifferException} unless the clocks agree. */
    public Future<Void> agreed() {
        return agreed(() -> Databases.clock(client), there -> there).mapEmpty();
    }

    /**
     * The same, from what was asked within a second if this machine's clock has not jumped since. For work that would otherwise ask
     * before each of its statements.
     */
    public Future<Void> agreedLately() {
        if (lasts(agreement)) {
            return Future.succeededFuture();
        }
        Future<Void> asked = questions.next().onSuccess(agreed -> agreement = look());
        Context caller = Vertx.currentContext();
        return caller == null ? asked : Contexts.answerOn(caller, asked); // others may have asked, on theirs
    }

    private static boolean isShort(Duration time) {
        return time.abs().compareTo(AGREEMENT_LASTS) <= 0;
    }

    private boolean lasts(@Nullable ClockLook agreed) {
        if (agreed == null) {
            return false;
        }
        ClockLook now = look();
        return isShort(agreed.passed(now)) && isShort(agreed.step(now));
    }

    private ClockLook look() {
        return new ClockLook(wall.instant(), System.nanoTime());
    }

    /**
     * A pool for work that goes by this machine's clock, such as what is due, expired or over: nothing of it begins while the clocks
     * differ.
     */
    public QueryPool whileAgreed(QueryPool pool) {
        return new QueryPool(new AgreedPool(pool, this));
    }

    /**
     * Asks the database something whose answer has its time, and fails with {@link ClocksDifferException} unless the
     * clocks agree.
     *
     * @param there the database's time, read at any time between question and answer
     */
    public <T> Future<T> agreed(Supplier<Future<T>> question, Function<T, Instant> there) {
        Instant asked = wall.instant();
        return question.get().map(answer -> {
            Duration offset = offset(asked, wall.instant(), there.apply(answer));
            differs = !agree(offset);
            if (differs) {
                throw differing(offset);
            }
            return answer;
        });
    }

    private ClocksDifferException differing(Duration offset) {
        lines.write(
                "clock",
                more -> LOG.error(
                        "The clock of this machine is {} ms ahead of the database's: this node judges nothing until they"
                                + " agree (runbooks/clock.md){}",
                        offset.toMillis(),
                        more));
        return new ClocksDifferException(offset);
    }

    /** Whether the clocks differed when {@link #agreed} last asked. */
    public boolean differs() {
        return differs;
    }

    static Duration offset(Instant asked, Instant answered, Instant there) {
        if (asked.isBefore(EARLIEST)) {
            return Duration.between(EARLIEST, asked); // whatever the database says: it may be on this machine
        }
        if (there.isBefore(asked)) {
            return Duration.between(there, asked);
        }
        return there.isAfter(answered) ? Duration.between(there, answered) : Duration.ZERO;
    }

    /** Whether a difference is too small to matter. */
    public static boolean agree(Duration offset) {
        return offset.abs().compareTo(DIFFERENCE_MAX) <= 0;
    }

    /**
     * Erases, packs or drops something if the clocks agree now and this machine's has gone evenly for long enough, and otherwise
     * leaves it to the next round: nothing of it can be taken back. Fails if the database does not answer.
     *
     * @param name of the work, for the log
     */
    public Future<Void> ifAgreed(String name, Supplier<Future<Void>> work) {
        return offset().compose(offset -> {
            if (agree(offset)) {
                return steps.evenFor(wall.instant()).compareTo(steady) >= 0 ? work.get() : Future.succeededFuture();
            }
            LOG.warn(
                    "{}: waits, for the clock of this machine is {} ms ahead of the database's",
                    name,
                    offset.toMillis());
            return Future.succeededFuture();
        });
    }
}
