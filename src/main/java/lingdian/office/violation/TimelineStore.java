package lingdian.office.violation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * When sessions of one café were open: their beginnings and ends, and nothing by which one could be told from another.
 *
 * <p>By the service, since no reader may see who sat where; so it is asked only for a violation that the reader's scope has
 * shown, as its evidence is, and answers less than that holds.
 */
public final class TimelineStore {
    /** More bars than these are no picture. */
    static final int MAX = 300;

    private static final String OPEN = """
            SELECT started_at, ended_at FROM session
            WHERE place_code = $1 AND started_at < $3 AND coalesce(ended_at, 'infinity') >= $2
            ORDER BY started_at, ended_at LIMIT $4
            """;

    private final SqlClient service;

    public TimelineStore(SqlClient service) {
        this.service = service;
    }

    /** @param to null while it goes on */
    record Bar(Instant from, @Nullable Instant to) {}

    /** Those that were open between two instants; one more than {@link #MAX} where there are more. */
    Future<List<Bar>> open(PlaceCode placeCode, Instant from, Instant to) {
        return service.preparedQuery(OPEN)
                .execute(Tuple.of(
                        placeCode.value(), from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC), MAX + 1))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TimelineStore::bar)
                        .toList());
    }

    private static Bar bar(Row row) {
        OffsetDateTime to = row.getOffsetDateTime("ended_at");
        return new Bar(row.getOffsetDateTime("started_at").toInstant(), to == null ? null : to.toInstant());
    }
}
