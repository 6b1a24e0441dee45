package lingdian.office.inspection;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * At which terminals of a café a person was registered at a moment. Nothing of the person, nor since when.
 *
 * <p>Read as the service, since no reader may see who used which terminal; so it is used only for a café and a time of the
 * reader's own inspection.
 */
final class SeatStore {
    /** More than a café has; a record names no more. */
    static final int MAX = 1_000;

    /** An agent reports each minute; what it said three reports ago still stands. */
    private static final Duration STANDS = Duration.ofMinutes(3);

    private static final String REGISTERED = """
            SELECT DISTINCT terminal COLLATE "C" AS terminal FROM session
            WHERE place_code = $1 AND started_at <= $2 AND (ended_at IS NULL OR ended_at > $2)
            ORDER BY terminal LIMIT $3
            """;
    private static final String HEARD = "SELECT effective_at FROM cafe_state WHERE place_code = $1";

    private final SqlClient service;

    SeatStore(SqlClient service) {
        this.service = service;
    }

    /**
     * @param heardUntil the latest event of the café; null: none ever. Later than that nothing is known
     * @param registered ids of terminals in order
     */
    record Seats(@Nullable Instant heardUntil, List<String> registered) {
        static final Seats UNKNOWN = new Seats(null, List.of());

        Seats {
            registered = List.copyOf(registered);
        }

        /** Whether the agent reported a registration at this terminal; null where it had not been heard then. */
        @Nullable
        Boolean reported(String terminal, Instant at) {
            return heardUntil == null || heardUntil.plus(STANDS).isBefore(at)
                    ? null
                    : (Boolean) registered.contains(terminal);
        }
    }

    Future<Seats> at(PlaceCode cafe, Instant at) {
        var heard = service.preparedQuery(HEARD).execute(Tuple.of(cafe.value()));
        var registered = service.preparedQuery(REGISTERED).execute(Tuple.of(cafe.value(), utc(at), MAX));
        return Future.all(heard, registered)
                .map(both -> new Seats(
                        RowStream.of(heard.result())
                                .map(row -> Columns.instantOrNull(row, "effective_at"))
                                .findFirst()
                                .orElse(null),
                        RowStream.of(registered.result())
                                .map(row -> row.getString("terminal"))
                                .toList()));
    }
}
