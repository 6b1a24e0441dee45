package lingdian.node;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;

/** Since when each café was beyond its daily quota, on the last day on which it was. */
final class QuotaNoticeStore {
    private static final String PUT = """
            INSERT INTO beyond_quota AS kept (place_code, since) VALUES ($1, $2)
            ON CONFLICT (place_code) DO UPDATE SET since = excluded.since WHERE kept.since < $3
            """;

    /** Where another node, or this one before a restart, put one on the same day, the earlier one stays. */
    Future<Void> put(SqlConnection connection, PlaceCode placeCode, Instant since) {
        Instant dayBegan = since.atZone(ChinaTime.ZONE)
                .toLocalDate()
                .atStartOfDay(ChinaTime.ZONE)
                .toInstant();
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.of(placeCode.value(), utc(since), utc(dayBegan)))
                .mapEmpty();
    }
}
