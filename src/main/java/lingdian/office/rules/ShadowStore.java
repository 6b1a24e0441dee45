package lingdian.office.rules;

import static lingdian.platform.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import lingdian.domain.ViolationId;
import lingdian.office.api.Cursor;
import lingdian.platform.Columns;
import lingdian.platform.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * Findings of rules in shadow, for the author of their release.
 *
 * <p>Without the person and the session: an author needs to see whether a rule is right, not who was there.
 */
final class ShadowStore {
    private static final String POSITION = "SELECT position FROM head WHERE only_row";

    private static final String PAGE = """
            SELECT id, detected_at, snapshot FROM shadow_violation
            WHERE rule_version = $1 AND ($2::timestamptz IS NULL OR detected_at < $2 OR detected_at = $2 AND id > $3)
            ORDER BY detected_at DESC, id LIMIT $4
            """;

    /** One finding. */
    record Seen(ViolationId id, Instant detectedAt, JsonObject json) {}

    /** The feed's newest position, which a finding in shadow does not move. */
    Future<String> position(SqlClient client) {
        return client.query(POSITION)
                .execute()
                .map(rows -> Long.toString(rows.iterator().next().getLong("position")));
    }

    /** Findings of the rules of one version, newest first. */
    Future<List<Seen>> page(SqlClient client, String version, Cursor.@Nullable AfterViolation after, int limit) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(
                        version,
                        utc(after == null ? null : after.detectedAt()),
                        after == null ? null : after.id(),
                        limit))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Seen(
                                new ViolationId(row.getUUID("id")),
                                Columns.instant(row, "detected_at"),
                                new JsonObject(row.getString("snapshot")).putNull("session")))
                        .toList());
    }
}
