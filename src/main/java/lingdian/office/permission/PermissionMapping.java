package lingdian.office.permission;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** {@link Permission} as columns, as conditions of a list and as JSON, the same for all that is asked for. */
public final class PermissionMapping {
    private PermissionMapping() {}

    public static Permission permission(Row row) {
        return new Permission(
                new AccountId(row.getUUID("asked_by")),
                instant(row, "asked_at"),
                row.getBoolean("granted"),
                AccountId.orNull(row.getUUID("decided_by")),
                instantOrNull(row, "decided_at"),
                instant(row, "ends_at"));
    }

    /** Only those in a state, by the same rule as {@link Permission#at}. */
    public static Conditions in(Conditions conditions, Permission.@Nullable State state, Instant now) {
        if (state == null) {
            return conditions;
        }
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        return switch (state) {
            case PENDING -> conditions.and("granted IS NULL AND ends_at > ?", at);
            case GRANTED -> conditions.and("granted AND ends_at > ?", at);
            case REFUSED -> conditions.and("granted = ?", false);
            case EXPIRED -> conditions.and("granted IS DISTINCT FROM false AND ends_at <= ?", at);
        };
    }

    public static Conditions newestFirst(Conditions conditions, String table, Cursor.@Nullable AfterViolation after) {
        return after == null
                ? conditions
                : conditions.and(
                        "asked_at <= ?1 AND (asked_at < ?1 OR " + table + ".id > ?2)",
                        after.detectedAt().atOffset(ZoneOffset.UTC),
                        after.id());
    }

    public static String order(String table) {
        return "ORDER BY asked_at DESC, " + table + ".id LIMIT ";
    }

    /** The statement that writes a decision, unless another was faster; its values are those of {@link #decision}. */
    public static String decide(String table) {
        return """
                UPDATE %s SET granted = $2, decided_by = $3, decided_at = $4, ends_at = $5
                WHERE id = $1 AND granted IS NULL AND ends_at > $4
                """.formatted(table);
    }

    public static Tuple decision(UUID id, Permission decided) {
        return Tuple.of(
                id,
                decided.granted(),
                AccountId.valueOrNull(decided.decidedBy()),
                utc(decided.decidedAt()),
                utc(decided.endsAt()));
    }

    /** Fails if another change was made first. */
    public static Future<Void> decided(Future<Boolean> first) {
        return first.compose(won -> won ? Future.succeededFuture() : Future.failedFuture(Permission.alreadyDecided()));
    }

    /** The accounts that asked and decided, its state, and until when. */
    public static JsonObject put(
            JsonObject json,
            Permission permission,
            @Nullable String askedByName,
            @Nullable String decidedByName,
            Instant now) {
        return json.put("state", permission.at(now).wire())
                .put(
                        "askedBy",
                        new JsonObject()
                                .put("id", permission.askedBy().toString())
                                .put("name", askedByName))
                .put("askedAt", Rfc3339.format(permission.askedAt(), ChinaTime.ZONE))
                .put(
                        "decidedBy",
                        permission.decidedBy() == null
                                ? null
                                : permission.decidedBy().toString())
                .put("decidedByName", decidedByName)
                .put("decidedAt", time(permission.decidedAt()))
                .put("expiresAt", time(permission.endsAt()));
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : Rfc3339.format(at, ChinaTime.ZONE);
    }
}
