package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import lingdian.office.query.Cursor;
import lingdian.platform.database.Columns;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** All agents' keys and all codes, for administrators: never a secret, nor a hash of one. */
final class KeyListStore {
    private static final String KEYS = """
            SELECT key.id, key.place_code, cafe.name, cafe.time_zone, key.created_at AS at, key.enrolled_at, key.first_used_at,
              key.ended_at, state.word AS state
            FROM agent_key AS key JOIN cafe USING (place_code),
              LATERAL (SELECT CASE WHEN key.ended_at IS NOT NULL THEN 'ended'
                WHEN key.enrolled_at IS NOT NULL AND key.first_used_at IS NULL THEN 'unused' ELSE 'in-use' END AS word) AS state
            WHERE ($1::text IS NULL OR strpos(key.place_code, $1) > 0 OR strpos(lower(cafe.name), lower($1)) > 0)
              AND cafe.region LIKE $2 AND ($3::text IS NULL OR state.word = $3)
              AND ($4::timestamptz IS NULL OR (key.created_at, key.id) < ($4, $5::uuid))
            ORDER BY key.created_at DESC, key.id DESC
            LIMIT $6
            """;
    private static final String CODES = """
            SELECT code.id, code.place_code, cafe.name, cafe.time_zone, code.issued_at AS at, code.issuer, code.expires_at,
              code.used_at, code.withdrawn_at, code.agent, state.word AS state
            FROM enrolment AS code JOIN cafe USING (place_code),
              LATERAL (SELECT CASE WHEN code.used_at IS NOT NULL THEN 'used' WHEN code.withdrawn_at IS NOT NULL THEN 'withdrawn'
                WHEN code.expires_at <= $7 THEN 'expired' ELSE 'open' END AS word) AS state
            WHERE ($1::text IS NULL OR strpos(code.place_code, $1) > 0 OR strpos(lower(cafe.name), lower($1)) > 0)
              AND cafe.region LIKE $2 AND ($3::text IS NULL OR state.word = $3)
              AND ($4::timestamptz IS NULL OR (code.issued_at, code.id) < ($4, $5::uuid))
            ORDER BY code.issued_at DESC, code.id DESC
            LIMIT $6
            """;

    /** One key or code, with its place in the list. */
    record Listed(UUID id, Instant at, JsonObject json) {
        String place() {
            return new Cursor.AfterViolation(at, id).text();
        }

        @Override
        public String toString() {
            return "Listed[" + id + "]";
        }
    }

    Future<List<Listed>> keys(SqlClient client, KeyQuery query) {
        return client.preparedQuery(KEYS)
                .execute(query.parameters())
                .map(rows -> rows.stream()
                        .map(row -> listed(row, "createdAt")
                                .with(row, "enrolledAt", "enrolled_at")
                                .with(row, "firstUsedAt", "first_used_at")
                                .with(row, "endedAt", "ended_at")
                                .listed())
                        .toList());
    }

    Future<List<Listed>> codes(SqlClient client, KeyQuery query, Instant now) {
        return client.preparedQuery(CODES)
                .execute(query.parameters().addOffsetDateTime(Columns.utc(now)))
                .map(rows -> rows.stream().map(KeyListStore::code).toList());
    }

    private static Listed code(Row row) {
        Building built = listed(row, "issuedAt")
                .with(row, "expiresAt", "expires_at")
                .with(row, "usedAt", "used_at")
                .with(row, "withdrawnAt", "withdrawn_at");
        built.json.put("issuer", row.getString("issuer")).put("agent", row.getString("agent"));
        return built.listed();
    }

    private static Building listed(Row row, String at) {
        var built = new Building(row.getUUID("id"), Columns.instant(row, "at"), ZoneId.of(row.getString("time_zone")));
        built.json
                .put("id", row.getUUID("id").toString())
                .put("placeCode", row.getString("place_code"))
                .put("name", row.getString("name"))
                .put("state", row.getString("state"));
        return built.with(row, at, "at");
    }

    /** A row on its way to JSON. */
    private static final class Building {
        private final UUID id;
        private final Instant at;
        private final ZoneId zone;
        private final JsonObject json = new JsonObject();

        Building(UUID id, Instant at, ZoneId zone) {
            this.id = id;
            this.at = at;
            this.zone = zone;
        }

        Building with(Row row, String field, String column) {
            json.put(field, text(Columns.instantOrNull(row, column)));
            return this;
        }

        private @Nullable String text(@Nullable Instant time) {
            return time == null ? null : Rfc3339.format(time, zone);
        }

        Listed listed() {
            return new Listed(id, at, json);
        }
    }
}
