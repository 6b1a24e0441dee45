package lingdian.office.health;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** What the database knows of nodes, standbys, the archive of its log and held days. Nothing here is about a café or a person. */
public final class HealthStore {
    // A lease is fifteen seconds long (ConnectedCafes). Nodes that died are forgotten after ten minutes.
    private static final String NODES = """
            SELECT node, host, version, renewed_at, renewed_at > now() - interval '15 seconds' AS live,
                   (SELECT count(*) FROM connected_cafe WHERE connected_cafe.node = live_node.node) AS cafes
            FROM live_node ORDER BY live DESC, renewed_at DESC LIMIT 64
            """;

    // Without the right pg_read_all_stats the positions of standbys are null, but each of them is a row.
    private static final String SAFETY = """
            SELECT (SELECT count(*) FROM pg_stat_replication) AS standbys,
                   (SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::bigint FROM pg_stat_replication)
                     AS standby_lag_bytes,
                   current_setting('archive_mode') <> 'off' AS archiving, last_archived_time, last_failed_time,
                   (SELECT position FROM head WHERE only_row) AS position
            FROM pg_stat_archiver
            """;

    private static final String HOLDERS = """
            SELECT authority, region, count(DISTINCT day) AS days
            FROM legal_hold JOIN stored_days('journal', 'sealed') AS stored (day) ON day BETWEEN day_from AND day_to
            WHERE lifted_at IS NULL
            GROUP BY authority, region ORDER BY days DESC, region, authority LIMIT 100
            """;

    /**
     * A node of the service.
     *
     * @param host the name of its machine; null: an earlier version, which did not say
     * @param version of the program; null likewise
     * @param heardAt when it renewed its lease, by the database's clock
     * @param live whether its lease has not ended
     * @param cafes whose agents are connected to it
     */
    record Node(UUID id, @Nullable String host, @Nullable String version, Instant heardAt, boolean live, long cafes) {}

    /**
     * How the database is kept safe.
     *
     * @param standbyLagBytes of the slowest standby; null: there is none, or the service may not see it
     * @param archiving whether PostgreSQL archives its log, which a backup by it needs
     * @param archivedAt null: never since its statistics were reset
     * @param archiveFailedAt likewise
     * @param position the feed's newest
     */
    record Safety(
            long standbys,
            @Nullable Long standbyLagBytes,
            boolean archiving,
            @Nullable Instant archivedAt,
            @Nullable Instant archiveFailedAt,
            long position) {}

    /**
     * Whose legal holds keep stored days.
     *
     * @param days how many they name, those that are still within their time included
     */
    record Holder(Authority authority, RegionCode region, long days) {}

    /** Those of the most days first, at most a hundred. */
    Future<List<Holder>> holders(SqlClient client) {
        return client.query(HOLDERS)
                .execute()
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Holder(
                                Authority.of(row.getString("authority")),
                                new RegionCode(row.getString("region")),
                                row.getLong("days")))
                        .toList());
    }

    /** Those that live first. */
    Future<List<Node>> nodes(SqlClient client) {
        return client.query(NODES)
                .execute()
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Node(
                                row.getUUID("node"),
                                row.getString("host"),
                                row.getString("version"),
                                instant(row, "renewed_at"),
                                row.getBoolean("live"),
                                row.getLong("cafes")))
                        .toList());
    }

    Future<Safety> safety(SqlClient client) {
        return client.query(SAFETY).execute().map(rows -> safety(rows.iterator().next()));
    }

    private static Safety safety(Row row) {
        return new Safety(
                row.getLong("standbys"),
                row.getLong("standby_lag_bytes"),
                row.getBoolean("archiving"),
                instantOrNull(row, "last_archived_time"),
                instantOrNull(row, "last_failed_time"),
                row.getLong("position"));
    }
}
