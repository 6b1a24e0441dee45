package lingdian.platform.database;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Rows as arrays of columns, for {@code unnest}: one statement writes any number of rows. */
public final class Columns {
    private Columns() {}

    /** One column of {@code rows}. */
    public static <R, T> Object of(
            Collection<R> rows, IntFunction<T[]> array, Function<? super R, ? extends @Nullable T> value) {
        T[] column = array.apply(rows.size());
        int i = 0;
        for (R row : rows) {
            column[i++] = value.apply(row);
        }
        return column;
    }

    /** A column of instants. */
    public static <R> Object times(Collection<R> rows, Function<? super R, ? extends @Nullable Instant> value) {
        return of(rows, OffsetDateTime[]::new, row -> utc(value.apply(row)));
    }

    /** A column of bytes. */
    public static <R> Object bytes(Collection<R> rows, Function<? super R, byte @Nullable []> value) {
        return of(rows, Buffer[]::new, row -> {
            byte[] bytes = value.apply(row);
            return bytes == null ? null : Buffer.buffer(bytes);
        });
    }

    /** How many bytes a column of bytes has in all of these rows. */
    public static long length(Collection<Row> rows, String column) {
        return rows.stream()
                .map(row -> row.getBuffer(column))
                .filter(Objects::nonNull)
                .mapToLong(Buffer::length)
                .sum();
    }

    /** An instant in the PostgreSQL client's type. */
    public static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    /** An instant from the PostgreSQL client's type. */
    public static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    /** A column that is never null. */
    public static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column), column).toInstant();
    }

    /** A column that may be null. */
    public static @Nullable Instant instantOrNull(Row row, String column) {
        return instant(row.getOffsetDateTime(column));
    }
}
