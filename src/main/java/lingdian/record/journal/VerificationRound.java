package lingdian.record.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the whole record once a night, a few streams at a time, each in a snapshot of its own (handbook,
 * verification.md), and then the parts that belong to no stream. Blocking.
 *
 * <p>One node at a time has the turn; if it dies, another continues after the last finished streams. Results are
 * handed over before progress is stored, so nothing is skipped; a repeated result is one incident.
 *
 * <p>A row is believed by its proof, which only a node with the key ring can make: whoever writes rows that say the night is
 * done silences nothing. Without proof the night begins again where this node knows that the record was verified.
 */
public final class VerificationRound {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationRound.class);

    /** Longer than a portion takes. */
    private static final Duration TURN = Duration.ofHours(1);

    private static final String ROW =
            "SELECT night, next_stream, ended_at IS NOT NULL AS ended, proof FROM verification_round ";

    private static final String TONIGHT = ROW + "WHERE night = ?";
    private static final String NIGHT_BEFORE = ROW + "WHERE night < ? ORDER BY night DESC LIMIT 1";

    private static final String BEGIN = """
            INSERT INTO verification_round (night, began_at, next_stream, proof) VALUES (?, ?, ?, ?)
            ON CONFLICT (night) DO UPDATE SET began_at = excluded.began_at, next_stream = excluded.next_stream, proof = excluded.proof,
              records = 0, broken = 0, ended_at = NULL
            """;

    private static final String LAST_OF_PORTION =
            "SELECT max(number) FROM (SELECT number FROM stream WHERE number >= ? ORDER BY number LIMIT ?) AS portion";

    private static final String DONE = """
            UPDATE verification_round SET next_stream = ?, records = records + ?, broken = broken + ?, proof = ? WHERE night = ?
            """;

    private static final String END =
            "UPDATE verification_round SET next_stream = ?, ended_at = ?, proof = ? WHERE night = ?";

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
    private final Vault vault;
    /**
     * The furthest that this node did or saw proven. In memory, where nobody with the database reaches it: an earlier row with
     * its proof can be put back.
     */
    private @Nullable Progress known;

    private @Nullable Progress seen;

    /** What a row says. Equal rows say the same. */
    private record Progress(LocalDate night, int nextStream, boolean ended) {
        /** Where the next night begins. */
        int reached() {
            return ended ? 0 : nextStream;
        }

        boolean isAfter(Progress other) {
            return night.isAfter(other.night)
                    || night.equals(other.night) && !other.ended && (ended || nextStream > other.nextStream);
        }

        byte[] proof(Vault vault) {
            String said = "verification round\0" + night + "\0" + nextStream + "\0" + ended;
            return vault.lastingContentMac(said.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * A round over the database at {@code address}.
     *
     * @param recordsPerSecond on average; the database has other work too
     * @param wholes verified last: a night is done when they have been verified as well
     */
    public VerificationRound(
            DatabaseAddress address,
            Vault vault,
            InstantSource clock,
            int recordsPerSecond,
            List<Whole> wholes,
            Listener listener) {
        this.address = address;
        this.vault = vault;
        this.clock = clock;
        this.recordsPerSecond = recordsPerSecond;
        this.wholes = List.copyOf(wholes);
        this.listener = listener;
    }

    /**
     * Begins the round of a night at the streams that the last one did not reach, or continues it, unless it is done or
     * another node is running it.
     *
     * @return whether this node verified something, or saw the proof that another one did
     */
    public boolean run(LocalDate night, Leave leave) throws Exception {
        try (Connection connection =
                DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password())) {
            if (!turn.hold(connection)) {
                return isNews(proven(connection, TONIGHT, night));
            }
            try {
                return portions(connection, begun(connection, night), leave);
            } finally {
                turn.release(connection);
            }
        }
    }

    /** Whether the night is over, or has gone on since this node last looked. */
    private boolean isNews(@Nullable Progress tonight) {
        boolean news = tonight != null && (tonight.ended() || !tonight.equals(seen));
        seen = tonight;
        return news;
    }

    private Progress begun(Connection connection, LocalDate night) throws SQLException {
        Progress tonight = proven(connection, TONIGHT, night);
        if (tonight != null) {
            return tonight;
        }
        proven(connection, NIGHT_BEFORE, night);
        var begun = new Progress(night, known == null ? 0 : known.reached(), false);
        update(connection, BEGIN, night, Columns.utc(clock.instant()), begun.nextStream(), begun.proof(vault));
        return begun;
    }

    /** A row that a node wrote; null if there is none, or it has no proof. */
    private @Nullable Progress proven(Connection connection, String sql, LocalDate night) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, night);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                var progress = new Progress(
                        row.getObject("night", LocalDate.class), row.getInt("next_stream"), row.getBoolean("ended"));
                if (!MessageDigest.isEqual(row.getBytes("proof"), progress.proof(vault))) {
                    LOG.warn(
                            "What verification_round says of the night of {} has no proof: not believed",
                            progress.night());
                    return null;
                }
                learn(progress);
                return progress;
            }
        }
    }

    private void learn(Progress progress) {
        if (known == null || progress.isAfter(known)) {
            known = progress;
        }
    }

    private boolean portions(Connection connection, Progress begun, Leave leave) throws Exception {
        LocalDate night = begun.night();
        boolean did = begun.ended();
        int from = begun.nextStream();
        while (!begun.ended() && leave.goOn() && turn.hold(connection)) {
            int last = number(connection, LAST_OF_PORTION, from, STREAMS_AT_ONCE);
            if (last == NO_STREAM) {
                wholes(connection, night, from);
                ended(connection, night, from);
                return true;
            }
            Breaks breaks = paced(from, last);
            listener.verified(breaks.records(), breaks.broken());
            from = last + 1;
            done(connection, new Progress(night, from, false), breaks.records(), breaks.certain());
            did = true;
        }
        return did;
    }

    private void done(Connection connection, Progress now, long records, int broken) throws SQLException {
        update(connection, DONE, now.nextStream(), records, broken, now.proof(vault), now.night());
        learn(now);
    }

    private void ended(Connection connection, LocalDate night, int next) throws SQLException {
        var ended = new Progress(night, next, true);
        update(connection, END, next, Columns.utc(clock.instant()), ended.proof(vault), night);
        learn(ended);
        LOG.info("The record was verified, night of {}", night);
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
        done(connection, new Progress(night, from, false), 0, broken.size());
    }

    private Breaks paced(int from, int last) throws SQLException {
        long begun = System.nanoTime();
        try (var store = VerificationStore.open(address, from, last)) {
            Breaks breaks = Verification.breaks(store, new RecordContents(vault, store.ownAgents()));
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
