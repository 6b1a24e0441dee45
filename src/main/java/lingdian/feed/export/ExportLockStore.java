package lingdian.feed.export;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** Whose turn it is to export. The turn of a node that is killed, or says nothing any more, ends by itself. */
final class ExportLockStore {
    private static final String HOLD = "SELECT hold_turn('kafka-export', $1, $2)";
    private static final String END = "SELECT end_turn('kafka-export', $1)";

    private final SqlClient client;

    ExportLockStore(SqlClient client) {
        this.client = client;
    }

    /** Takes or renews the turn; whether the node has it. */
    Future<Boolean> hold(UUID node, int seconds) {
        return client.preparedQuery(HOLD)
                .execute(Tuple.of(node, seconds))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    Future<Void> end(UUID node) {
        return client.preparedQuery(END).execute(Tuple.of(node)).mapEmpty();
    }
}
