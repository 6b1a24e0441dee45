package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;

/**
 * What a host of a database's cluster says of itself.
 *
 * @param recovering whether it is a standby
 * @param readOnly whether it is a primary that was told to accept no writes
 * @param history of a standby with the timeline 0
 * @param started when PostgreSQL was started there, in microseconds: tells servers apart whatever leads to them
 */
record HostState(boolean recovering, boolean readOnly, DatabaseHistory history, long started) {
    // The timeline that is written now. That of the last checkpoint, in pg_control_checkpoint(), may be minutes older.
    private static final String QUESTION = """
            SELECT pg_is_in_recovery() AS recovering,
                   current_setting('default_transaction_read_only')::boolean AS read_only,
                   (SELECT system_identifier FROM pg_control_system()) AS system,
                   (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS started,
                   CASE WHEN pg_is_in_recovery() THEN 0
                        ELSE ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int
                   END AS timeline
            """;

    static Future<HostState> ask(SqlClient client) {
        return client.query(QUESTION).execute().map(rows -> of(rows.iterator().next()));
    }

    private static HostState of(Row row) {
        return new HostState(
                row.getBoolean("recovering"),
                row.getBoolean("read_only"),
                new DatabaseHistory(row.getLong("system"), row.getInteger("timeline")),
                row.getLong("started"));
    }

    boolean acceptsWrites() {
        return !recovering && !readOnly;
    }
}
