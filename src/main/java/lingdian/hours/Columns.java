package lingdian.hours;

import static java.time.ZoneOffset.UTC;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The columns that several tables of the hours have in common. */
final class Columns {
    private Columns() {}

    static OffsetDateTime timestamp(Instant at) {
        return at.atOffset(UTC);
    }

    static @Nullable OffsetDateTime timestampOrNull(@Nullable Instant at) {
        return at == null ? null : timestamp(at);
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    static @Nullable String placeCode(Area area) {
        return area instanceof Area.Cafe cafe ? cafe.placeCode() : null;
    }

    static @Nullable String region(Area area) {
        return area instanceof Area.Region region ? region.code() : null;
    }
}
