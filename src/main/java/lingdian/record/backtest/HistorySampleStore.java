package lingdian.record.backtest;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.HeldTurn;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the nightly sample, and the next café. Blocking, like the whole replay.
 *
 * <p>If the node that has the turn dies, another one goes on after an hour.
 */
final class HistorySampleStore implements AutoCloseable {
    /** Longer than the replay of a café takes. */
    private static final Duration TURN = Duration.ofHours(1);

    private static final String BEGIN = """
            INSERT INTO sample_round (night, began_at, next_place)
            SELECT ?, ?, coalesce((SELECT next_place FROM sample_round ORDER BY night DESC LIMIT 1), '')
            ON CONFLICT (night) DO NOTHING
            """;

    private static final String STANDS =
            "SELECT next_place, cafes FROM sample_round WHERE night = ? AND ended_at IS NULL";

    private static final String NEXT = """
            SELECT place_code, region FROM cafe
            WHERE place_code >= ? AND EXISTS (SELECT FROM stream WHERE stream.place_code = cafe.place_code)
            ORDER BY place_code LIMIT 1
            """;

    private static final String DONE = """
            UPDATE sample_round SET next_place = ? || '0', cafes = cafes + 1, same = same + ?, different = different + ?,
              outside = outside + ?, unreadable = unreadable + ?
            WHERE night = ?
            """;

    private static final String END = """
            UPDATE sample_round SET ended_at = ?, next_place = CASE WHEN ? THEN '' ELSE next_place END WHERE night = ?
            """;

    /** The progress of a night. */
    record Stand(String next, int cafes) {}

    /** A café to be replayed. */
    record Place(PlaceCode placeCode, RegionCode region) {}

    private final Connection connection;
    private final HeldTurn turn = new HeldTurn("sample-round", TURN);

    private HistorySampleStore(Connection connection) {
        this.connection = connection;
    }

    static HistorySampleStore open(DatabaseAddress address) throws SQLException {
        return new HistorySampleStore(
                DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password()));
    }

    /** Takes or renews the turn; false if another node has it. */
    boolean hold() throws SQLException {
        return turn.hold(connection);
    }

    /** Gives the turn to whoever asks next. */
    void release() {
        turn.release(connection);
    }

    /** Begins a night after the last café of the previous night, unless it has begun already. */
    void begin(LocalDate night, Instant at) throws SQLException {
        update(BEGIN, night, Columns.utc(at));
    }

    /** The progress of a night; null if it is done. */
    @Nullable
    Stand stand(LocalDate night) throws SQLException {
        try (var statement = connection.prepareStatement(STANDS)) {
            statement.setObject(1, night);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Stand(row.getString(1), row.getInt(2)) : null;
            }
        }
    }

    /** The first café from there on that has a record; null after the last one. */
    @Nullable
    Place next(String from) throws SQLException {
        try (var statement = connection.prepareStatement(NEXT)) {
            statement.setString(1, from);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Place(new PlaceCode(row.getString(1)), new RegionCode(row.getString(2))) : null;
            }
        }
    }

    void done(LocalDate night, SampleResult cafe) throws SQLException {
        update(
                DONE,
                cafe.placeCode().value(),
                cafe.same(),
                cafe.different(),
                cafe.outside(),
                cafe.unreadable() == null ? 0 : 1,
                night);
    }

    /** @param behindTheLast makes the next night begin with the first café again */
    void end(LocalDate night, Instant at, boolean behindTheLast) throws SQLException {
        update(END, Columns.utc(at), behindTheLast, night);
    }

    private void update(String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int number = 0; number < values.length; number++) {
                statement.setObject(number + 1, values[number]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
