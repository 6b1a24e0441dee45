package lingdian.office.query;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import lingdian.platform.database.RowStream;

/**
 * How many items a page has whose items may be large: as many as were asked for, and no more than fit into a megabyte,
 * but one at least. The cursor leads on, as on every page.
 *
 * @param items how many the page has
 * @param more whether others follow
 */
public record PageSize(int items, boolean more) {
    /** Decoding so much of the database's answer takes an event loop some ten milliseconds. */
    private static final long BYTES_MAX = 1024 * 1024;

    /**
     * @param sizes of the items in their order, one more than the limit if there are so many
     * @param limit how many were asked for
     */
    public static PageSize of(RowSet<Row> sizes, int limit) {
        return of(RowStream.of(sizes).mapToLong(row -> row.getLong("size")).toArray(), limit);
    }

    static PageSize of(long[] sizes, int limit) {
        int items = 0;
        long bytes = 0;
        while (items < Math.min(limit, sizes.length) && (items == 0 || bytes + sizes[items] <= BYTES_MAX)) {
            bytes += sizes[items];
            items++;
        }
        return new PageSize(items, items < sizes.length);
    }
}
