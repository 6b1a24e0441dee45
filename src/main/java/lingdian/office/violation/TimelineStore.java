package lingdian.office.violation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * When sessions of one café were open: their beginnings and ends, and which of them is the violation's own, without
 * anything else to tell one session from another.
 *
 * <p>Read as the service, since no reader may see who used which terminal; so it is used only for a violation that the
 * reader's scope has shown, as for its evidence, and answers less than the evidence holds.
 */
final class TimelineStore {
    /** A picture of more bars is unreadable. */
    static final int MAX = 300;

    private static final String OPEN = """
            SELECT started_at, ended_at, coalesce(session = $5, false) AS own FROM session
            WHERE place_code = $1 AND started_at < $3 AND coalesce(ended_at, 'infinity') >= $2
            ORDER BY started_at, ended_at LIMIT $4
            """;

    private final SqlClient service;

    TimelineStore(SqlClient service) {
        this.service = service;
    }

    /**
     * @param to null if the session is still open
     * @param own whether it is the violation's own
     */
    record Bar(Instant from, @Nullable Instant to, boolean own) {}

    /**
     * Sessions that were open between two instants; one more than {@link #MAX} if there are more.
     *
     * @param session the violation's own; null: it is about no session alone
     */
    Future<List<Bar>> open(PlaceCode placeCode, Instant from, Instant to, @Nullable String session) {
        return service.preparedQuery(OPEN)
                .execute(Tuple.of(
                        placeCode.value(),
                        from.atOffset(ZoneOffset.UTC),
                        to.atOffset(ZoneOffset.UTC),
                        MAX + 1,
                        session))
                .map(rows -> RowStream.of(rows).map(TimelineStore::bar).toList());
    }

    private static Bar bar(Row row) {
        OffsetDateTime to = row.getOffsetDateTime("ended_at");
        return new Bar(
                row.getOffsetDateTime("started_at").toInstant(),
                to == null ? null : to.toInstant(),
                row.getBoolean("own"));
    }
}
