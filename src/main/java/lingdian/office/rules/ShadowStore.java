package lingdian.office.rules;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.ViolationId;
import lingdian.office.query.Cursor;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
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

    /** Where persons are counted, in steps of five: small numbers, and what a day adds, would name them. */
    private static final String RECENT = """
            SELECT code, count(*) / step * step AS findings, count(*) FILTER (WHERE standing = 'fact') / step * step AS facts
            FROM violation_figure, LATERAL (SELECT CASE WHEN counts_persons(code) THEN 5 ELSE 1 END AS step) AS steps
            WHERE day >= $1 GROUP BY code, step ORDER BY code
            """;

    /** One finding. */
    record Seen(ViolationId id, Instant detectedAt, JsonObject json) {}

    /** The feed's newest position, which a finding in shadow does not move. */
    Future<String> position(SqlClient client) {
        return client.query(POSITION)
                .execute()
                .map(rows -> Long.toString(rows.iterator().next().getLong("position")));
    }

    /** How much each rule found since a day, in the whole country; without what it found in shadow. */
    Future<List<JsonObject>> recent(SqlClient client, LocalDate since) {
        return client.preparedQuery(RECENT)
                .execute(Tuple.of(since))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new JsonObject()
                                .put("code", row.getString("code"))
                                .put("findings", row.getLong("findings"))
                                .put("facts", row.getLong("facts")))
                        .toList());
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
