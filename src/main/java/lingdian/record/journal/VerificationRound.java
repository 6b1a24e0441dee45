package lingdian.record.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lingdian.platform.database.Columns;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.HeldTurn;
import lingdian.record.journal.Verification.Breaks;
import lingdian.record.journal.Verification.Broken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the whole record once a night, a few streams at a time, each in a snapshot of its own (handbook,
 * verification.md), and then the parts that belong to no stream. Blocking.
 *
 * <p>One node at a time has the turn; if it dies, another continues after the last finished streams. Results are
 * handed over before progress is stored, so nothing is skipped; a repeated result is one incident.
 */
public final class VerificationRound {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationRound.class);

    /** Longer than a portion takes. */
    private static final Duration TURN = Duration.ofHours(1);

    private static final String BEGIN = """
            INSERT INTO verification_round (night, began_at, next_stream)
            SELECT ?, ?, coalesce((SELECT CASE WHEN ended_at IS NULL THEN next_stream END
                                   FROM verification_round ORDER BY night DESC LIMIT 1), 0)
            ON CONFLICT (night) DO NOTHING
            """;

    private static final String NEXT_STREAM =
            "SELECT next_stream FROM verification_round WHERE night = ? AND ended_at IS NULL";

    private static final String LAST_OF_PORTION =
            "SELECT max(number) FROM (SELECT number FROM stream WHERE number >= ? ORDER BY number LIMIT ?) AS portion";

    private static final String DONE = """
            UPDATE verification_round SET next_stream = ?, records = records + ?, broken = broken + ? WHERE night = ?
            """;

    private static final String END = "UPDATE verification_round SET ended_at = ? WHERE night = ?";

    private static final int STREAMS_AT_ONCE = 10;
    private static final int NO_STREAM = -1;

    /** Is told of each part. Returns when its results are committed. */
    public interface Listener {
        void verified(long records, List<Broken> broken) throws Exception;
    }

    /** A part of the record that belongs to no stream, verified in one piece after the streams. */
    public interface Whole {
        /** Names the first thing that does not fit; null if everything does. */
        @Nullable
        String firstBroken() throws Exception;
    }

    /** Whether it may continue. */
    public interface Leave {
        boolean goOn();
    }

    private final DatabaseAddress address;
    private final InstantSource clock;
    private final HeldTurn turn = new HeldTurn("verification-round", TURN);
    private final int recordsPerSecond;
    private final List<Whole> wholes;
    private final Listener listener;

    /**
     * A round over the database at {@code address}.
     *
     * @param recordsPerSecond on average; the database has other work too
     * @param wholes verified last: a night is done when they have been verified as well
     */
    public VerificationRound(
            DatabaseAddress address, InstantSource clock, int recordsPerSecond, List<Whole> wholes, Listener listener) {
        this.address = address;
        this.clock = clock;
        this.recordsPerSecond = recordsPerSecond;
        this.wholes = List.copyOf(wholes);
        this.listener = listener;
    }

    /**
     * Begins the round of a night at the streams that the last one did not reach, or continues it, unless it is done or
     * another node is running it.
     */
    public void run(LocalDate night, Leave leave) throws Exception {
        try (Connection connection =
                DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password())) {
            if (turn.hold(connection)) {
                try {
                    update(connection, BEGIN, night, Columns.utc(clock.instant()));
                    portions(connection, night, leave);
                } finally {
                    turn.release(connection);
                }
            }
        }
    }

    private void portions(Connection connection, LocalDate night, Leave leave) throws Exception {
        for (int from = number(connection, NEXT_STREAM, night);
                from != NO_STREAM && leave.goOn() && turn.hold(connection); ) {
            int last = number(connection, LAST_OF_PORTION, from, STREAMS_AT_ONCE);
            if (last == NO_STREAM) {
                wholes(connection, night, from);
                update(connection, END, Columns.utc(clock.instant()), night);
                LOG.info("The record was verified, night of {}", night);
                return;
            }
            Breaks breaks = paced(from, last);
            listener.verified(breaks.records(), breaks.broken());
            from = last + 1;
            update(connection, DONE, from, breaks.records(), breaks.broken().size(), night);
        }
    }

    /** All of them even if one is broken: one broken part hides nothing of another. */
    private void wholes(Connection connection, LocalDate night, int from) throws Exception {
        var broken = new ArrayList<Broken>();
        for (Whole whole : wholes) {
            String first = whole.firstBroken();
            if (first != null) {
                broken.add(new Broken(null, 0, first));
            }
        }
        listener.verified(0, broken);
        update(connection, DONE, from, 0L, broken.size(), night);
    }

    private Breaks paced(int from, int last) throws SQLException {
        long begun = System.nanoTime();
        try (var store = VerificationStore.open(address, from, last)) {
            Breaks breaks = Verification.breaks(store);
            long due = breaks.records() * 1_000_000_000L / recordsPerSecond;
            LockSupport.parkNanos(due - (System.nanoTime() - begun));
            return breaks;
        }
    }

    private static int number(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var row = statement.executeQuery()) {
                boolean there = row.next();
                int number = there ? row.getInt(1) : NO_STREAM;
                return there && row.wasNull() ? NO_STREAM : number;
            }
        }
    }

    private static void update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
