package lingdian.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A turn at work that only one node does at a time and that lasts longer than a transaction ({@code hold_turn}). Blocking.
 *
 * <p>It ends by itself, also where its node dies: so it is renewed more often than it lasts.
 */
public final class HeldTurn {
    private static final Logger LOG = LoggerFactory.getLogger(HeldTurn.class);
    private static final String HOLD = "SELECT hold_turn(?, ?, ?)";
    private static final String END = "SELECT end_turn(?, ?)";

    private final String work;
    private final Duration lasts;
    private final UUID holder = UUID.randomUUID();

    /** @param work as the table {@code turn} names it */
    public HeldTurn(String work, Duration lasts) {
        this.work = work;
        this.lasts = lasts;
    }

    /** Takes or renews the turn; false if another node has it. */
    public boolean hold(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(HOLD)) {
            statement.setString(1, work);
            statement.setObject(2, holder);
            statement.setInt(3, (int) lasts.toSeconds());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Gives the turn to whoever asks next. A connection that is lost leaves it to its end. */
    public void release(Connection connection) {
        try (var statement = connection.prepareStatement(END)) {
            statement.setString(1, work);
            statement.setObject(2, holder);
            statement.execute();
        } catch (SQLException lost) {
            LOG.info("The turn of {} ends by itself: {}", work, lost.getSQLState());
        }
    }
}
