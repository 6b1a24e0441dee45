package lingdian.platform.database;

import io.vertx.sqlclient.Row;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of an answer as a stream. */
public final class RowStream {
    private RowStream() {}

    public static Stream<Row> of(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
