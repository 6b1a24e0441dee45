package lingdian.office.approval;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.office.query.Conditions;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Counts what waits for an account, and lists the objections among it. An account decides nothing that it asked for. */
public final class ApprovalStore {
    /** Of objections that wait. */
    static final int OBJECTIONS_MAX = 100;

    private static final String OF_OTHERS = """
            SELECT kind, count(*) AS waiting FROM (
              SELECT 'unmaskings' AS kind FROM unmasking JOIN violation ON violation.id = unmasking.violation_id
              WHERE unmasking.granted IS NULL AND unmasking.ends_at > $1 AND unmasking.asked_by <> $2
                AND ($3::text IS NULL OR violation.region LIKE $3) AND ($4::text IS NULL OR $4 = ANY (violation.authorities))
              UNION ALL
              SELECT 'recordRequests' FROM record_request JOIN cafe ON cafe.place_code = record_request.place_code
              WHERE record_request.granted IS NULL AND record_request.ends_at > $1 AND record_request.asked_by <> $2
                AND ($3::text IS NULL OR cafe.region LIKE $3) AND ($4::text IS NULL OR record_request.authority = $4)
              UNION ALL
              SELECT 'legalHolds' FROM legal_hold
              WHERE lifting_asked_at IS NOT NULL AND lifted_at IS NULL AND lifting_asked_by <> $2
                AND ($3::text IS NULL OR region LIKE $3) AND ($4::text IS NULL OR authority = $4)
            ) AS waits GROUP BY kind
            """;

    private static final String OF_RULES = """
            SELECT kind, count(*) AS waiting FROM (
              SELECT 'ruleSets' AS kind FROM rule_release
              WHERE state = 'proposed' AND (source = 'service' OR author <> $1)
              UNION ALL
              SELECT 'cosigningKeys' FROM cosigning_key WHERE $2 AND approved_at IS NULL
            ) AS waits GROUP BY kind
            """;

    /** Each café's first before any café's second, so that no café hides another's. */
    private static final String OBJECTIONS = """
            SELECT violation_id, number, at, place_code, code FROM (
              SELECT violation.id AS violation_id, objection.id, objection.number, objection.at, violation.place_code, violation.code,
                     row_number() OVER (PARTITION BY violation.place_code ORDER BY objection.at, objection.id) AS turn
              FROM objection JOIN violation ON violation.id = objection.violation_id
              WHERE NOT EXISTS (SELECT FROM objection_answer
                                WHERE objection_answer.objection_id = objection.id AND ($2::text IS NULL OR objection_answer.authority = $2))
                AND ($1::text IS NULL OR violation.region LIKE $1) AND ($2::text IS NULL OR $2 = ANY (violation.authorities))
                AND ($4::text IS NULL OR violation.place_code = $4)
            ) AS open ORDER BY turn, at, id LIMIT $3
            """;

    /** A café's objection that the reader's authority has not answered. */
    public record OpenObjection(ViolationId violation, int number, Instant at, PlaceCode placeCode, String code) {}

    /** How many requests of others wait, by kind; a kind of which none waits is missing. */
    public Future<Map<String, Long>> requests(SqlClient client, Scope scope, AccountId own, Instant now) {
        return client.preparedQuery(OF_OTHERS)
                .execute(Tuple.from(Arrays.asList(
                        now.atOffset(ZoneOffset.UTC),
                        own.value(),
                        Conditions.regionPattern(scope.region()),
                        authority(scope))))
                .map(ApprovalStore::counts);
    }

    /** How many proposed rules wait, and, for an administrator, keys. */
    Future<Map<String, Long>> proposals(SqlClient client, Account account, boolean keys) {
        return client.preparedQuery(OF_RULES)
                .execute(Tuple.of(account.id().value(), keys))
                .map(ApprovalStore::counts);
    }

    /**
     * Objections that the authority of the scope has not answered.
     *
     * @param items the oldest of each café, then each one's second, and so on; in the order of time
     * @param clipped whether there are more
     */
    public record OpenObjections(List<OpenObjection> items, boolean clipped) {
        static final OpenObjections NONE = new OpenObjections(List.of(), false);
    }

    /** @param placeCode null: of any café */
    public Future<OpenObjections> objections(SqlClient client, Scope scope, @Nullable PlaceCode placeCode) {
        return client.preparedQuery(OBJECTIONS)
                .execute(Tuple.from(Arrays.asList(
                        Conditions.regionPattern(scope.region()),
                        authority(scope),
                        OBJECTIONS_MAX + 1,
                        placeCode == null ? null : placeCode.value())))
                .map(rows -> new OpenObjections(
                        RowStream.of(rows)
                                .limit(OBJECTIONS_MAX)
                                .map(ApprovalStore::objection)
                                .sorted(Comparator.comparing(OpenObjection::at))
                                .toList(),
                        rows.size() > OBJECTIONS_MAX));
    }

    private static @Nullable String authority(Scope scope) {
        return scope.authority() == null ? null : scope.authority().wire();
    }

    private static Map<String, Long> counts(Iterable<Row> rows) {
        return RowStream.of(rows)
                .collect(Collectors.toMap(row -> row.getString("kind"), row -> row.getLong("waiting")));
    }

    private static OpenObjection objection(Row row) {
        return new OpenObjection(
                new ViolationId(row.getUUID("violation_id")),
                row.getInteger("number"),
                Columns.instant(row, "at"),
                new PlaceCode(row.getString("place_code")),
                Objects.requireNonNull(row.getString("code")));
    }
}
