package lingdian.office.disclosure;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.permission.Permission;
import lingdian.office.permission.PermissionMapping;
import lingdian.office.permission.Reasons;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/** Record requests and their decisions. A request belongs to one authority, within the café's region. */
public final class RecordRequestStore {
    private static final String CREATE = """
            INSERT INTO record_request (id, place_code, authority, from_at, to_at, legal_basis, reason, asked_by, asked_at, ends_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String DECIDE = PermissionMapping.decide("record_request");

    private static final String COLUMNS = """
            SELECT record_request.*, cafe.region,
                   (SELECT account.name FROM account WHERE account.id = asked_by) AS asked_by_name,
                   (SELECT account.name FROM account WHERE account.id = decided_by) AS decided_by_name
            FROM record_request
            JOIN cafe ON cafe.place_code = record_request.place_code
            """;

    private final Reasons reasons;
    private final Reasons legalBases;

    public RecordRequestStore(Vault vault) {
        this.reasons = new Reasons(vault, "record-request-reason");
        this.legalBases = new Reasons(vault, "record-request-basis");
    }

    /** @param request with its reason and legal basis */
    Future<Void> create(SqlClient connection, RecordRequest request) {
        Permission permission = request.permission();
        return connection
                .preparedQuery(CREATE)
                .execute(Tuple.from(Arrays.asList(
                        request.id(),
                        request.placeCode().value(),
                        request.authority().wire(),
                        utc(request.from()),
                        utc(request.to()),
                        legalBases.seal(request.id(), Objects.requireNonNull(request.legalBasis())),
                        reasons.seal(request.id(), Objects.requireNonNull(request.reason())),
                        permission.askedBy().value(),
                        utc(permission.askedAt()),
                        utc(permission.endsAt()))))
                .mapEmpty();
    }

    /** @return false if another decision was faster */
    Future<Boolean> decide(SqlClient connection, UUID id, Permission decided) {
        return connection
                .preparedQuery(DECIDE)
                .execute(PermissionMapping.decision(id, decided))
                .map(rows -> rows.rowCount() == 1);
    }

    public Future<Optional<RecordRequest>> one(SqlClient client, Scope scope, UUID id) {
        Conditions conditions = visible(scope).and("record_request.id = ?", id);
        return client.preparedQuery(COLUMNS + conditions.where())
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::request).findFirst());
    }

    /** Newest first. @param state null: all */
    public Future<List<RecordRequest>> list(
            SqlClient client,
            Scope scope,
            Permission.@Nullable State state,
            Instant now,
            Cursor.@Nullable AfterViolation after,
            int limit) {
        Conditions conditions = PermissionMapping.newestFirst(
                PermissionMapping.in(visible(scope), state, now), "record_request", after);
        String sql = COLUMNS + conditions.where() + PermissionMapping.order("record_request") + conditions.place(limit);
        return client.preparedQuery(sql)
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::request).toList());
    }

    private static Conditions visible(Scope scope) {
        return new Conditions()
                .and("cafe.region LIKE ?", Conditions.regionPattern(scope.region()))
                .and("record_request.authority = ?", scope.authority());
    }

    private RecordRequest request(Row row) {
        UUID id = row.getUUID("id");
        return new RecordRequest(
                id,
                new PlaceCode(row.getString("place_code")),
                new RegionCode(row.getString("region")),
                Authority.of(row.getString("authority")),
                instant(row, "from_at"),
                instant(row, "to_at"),
                legalBases.open(id, row.getBuffer("legal_basis")),
                reasons.open(id, row.getBuffer("reason")),
                PermissionMapping.permission(row),
                row.getString("asked_by_name"),
                row.getString("decided_by_name"));
    }
}
