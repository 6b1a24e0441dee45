package lingdian.office.complaint;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.query.Conditions;
import lingdian.office.query.CountStore;
import lingdian.office.query.Cursor;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Complaints, without what was said in them. Each belongs to one authority, and is seen within its region. */
public final class ComplaintStore {
    private static final String REGISTER = """
            INSERT INTO complaint (id, authority, region, place_code, way, subject, reference, received_at, anonymous, wants_answer,
                                   accept_by, answer_by, provisional, step, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'received', 1)
            """;

    private static final String COLUMNS = "SELECT complaint.* FROM complaint\n";
    /** A café that moved took its case along, and the case its complaints. */
    private static final String WITHIN = """
            (region ~>=~ ?1 AND region ~<=~ ?2 OR EXISTS (
              SELECT FROM case_file
              WHERE case_file.id = complaint.case_id AND case_file.authority = complaint.authority
                AND case_file.region ~>=~ ?1 AND case_file.region ~<=~ ?2))""";

    private static final String NEWEST_FIRST = "ORDER BY received_at DESC, id LIMIT ";

    private static final String MOVE = """
            UPDATE complaint
            SET step = $3, refusal = $4, decided_at = $5, ended_at = $6, place_code = coalesce($7, place_code),
                case_id = coalesce($8, case_id), version = version + 1
            WHERE id = $1 AND version = $2
            """;

    private static final String TALLY = """
            SELECT subject, way, count(*) AS received,
                   count(*) FILTER (WHERE decided_at IS NOT NULL AND refusal IS NULL) AS accepted,
                   count(*) FILTER (WHERE step = 'refused') AS refused, count(*) FILTER (WHERE step = 'answered') AS answered,
                   count(*) FILTER (WHERE step = 'answered' AND (ended_at AT TIME ZONE 'Asia/Shanghai')::date > answer_by
                                    OR ended_at IS NULL AND (%1$s AT TIME ZONE 'Asia/Shanghai')::date
                                      > CASE WHEN step = 'received' THEN accept_by ELSE answer_by END) AS late
            FROM complaint
            """;
    private static final String BY_SUBJECT_AND_WAY = "GROUP BY subject, way ORDER BY subject, way";

    /** An answer of a case names them all. */
    static final int OF_CASE_MAX = 200;

    private static final String OF_CASES = """
            SELECT case_id, id FROM unnest($1::uuid[]) AS wanted (of_case) CROSS JOIN LATERAL (
              SELECT case_id, id, received_at FROM complaint WHERE case_id = of_case ORDER BY received_at, id LIMIT $2) AS linked
            ORDER BY received_at, id
            """;

    private static final String LEFT_CASE = """
            SELECT complaint_id, at, (SELECT account.name FROM account WHERE account.id = complaint_entry.account) AS by
            FROM complaint_entry WHERE former_case_id = $1 ORDER BY at DESC, complaint_id LIMIT $2
            """;

    private static final String OTHERS_OF_CASE = """
            SELECT count(*) AS linked FROM (SELECT FROM complaint WHERE case_id = $1 AND id <> $2 LIMIT $3) AS others
            """;

    private static final String CASE_OF = """
            SELECT place_code, region FROM case_file WHERE id = $1 AND authority = $2
            """;

    /** How many came on which way about what, and what became of them. */
    record Tally(String subject, String way, long received, long accepted, long refused, long answered, long late) {}

    Future<Void> register(SqlConnection connection, Complaint complaint) {
        Complaint.Receipt receipt = complaint.receipt();
        Complaint.Dates dates = complaint.dates();
        return connection
                .preparedQuery(REGISTER)
                .execute(Tuple.from(Arrays.asList(
                        complaint.id(),
                        complaint.owner().authority().wire(),
                        complaint.owner().region().value(),
                        Objects.toString(complaint.placeCode(), null),
                        receipt.way(),
                        receipt.subject(),
                        receipt.reference(),
                        utc(receipt.at()),
                        receipt.anonymous(),
                        receipt.wantsAnswer(),
                        dates.acceptBy(),
                        dates.answerBy(),
                        dates.provisional())))
                .mapEmpty();
    }

    /**
     * Stores what became of a complaint.
     *
     * @param seen the version that the officer saw
     * @param placeCode null: as before; likewise {@code caseId}
     * @return false if it has another version by now
     */
    Future<Boolean> move(
            SqlConnection connection,
            UUID id,
            int seen,
            Complaint.Progress progress,
            @Nullable PlaceCode placeCode,
            @Nullable UUID caseId) {
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.from(Arrays.asList(
                        id,
                        seen,
                        progress.step().wire(),
                        progress.refusal(),
                        utc(progress.decidedAt()),
                        utc(progress.endedAt()),
                        Objects.toString(placeCode, null),
                        caseId)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The café of a case that an officer sees; empty if there is no such case. */
    Future<Optional<PlaceCode>> cafeOfCase(SqlClient client, UUID caseId, Authority authority, Scope scope) {
        return client.preparedQuery(CASE_OF)
                .execute(Tuple.of(caseId, authority.wire()))
                .map(rows -> RowStream.of(rows)
                        .filter(row -> scope.region().covers(new RegionCode(row.getString("region"))))
                        .map(row -> new PlaceCode(row.getString("place_code")))
                        .findFirst());
    }

    /** Whether a case may follow up a complaint: it does already, or does not follow up so many others. */
    Future<Boolean> hasRoom(SqlClient client, UUID caseId, UUID complaint) {
        return client.preparedQuery(OTHERS_OF_CASE)
                .execute(Tuple.of(caseId, complaint, OF_CASE_MAX))
                .map(rows -> rows.iterator().next().getLong("linked") < OF_CASE_MAX);
    }

    /** The complaints that are linked to cases, in the order in which they came; a case without any is missing. */
    public Future<Map<UUID, List<UUID>>> ofCases(SqlClient client, Collection<UUID> cases) {
        return client.preparedQuery(OF_CASES)
                .execute(Tuple.of(cases.toArray(UUID[]::new), OF_CASE_MAX))
                .map(rows -> RowStream.of(rows)
                        .collect(Collectors.groupingBy(
                                row -> row.getUUID("case_id"),
                                Collectors.mapping(row -> row.getUUID("id"), Collectors.toList()))));
    }

    /** The complaints that were linked from a case to another one, the newest departures first. */
    public Future<List<Departure>> left(SqlClient client, UUID caseId) {
        return client.preparedQuery(LEFT_CASE)
                .execute(Tuple.of(caseId, OF_CASE_MAX))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Departure(row.getUUID("complaint_id"), instant(row, "at"), row.getString("by")))
                        .toList());
    }

    /** One of the reader's region, or that a case in the region follows up. */
    public Future<Optional<Complaint>> one(SqlClient client, Scope scope, UUID id) {
        Conditions conditions = new Conditions().and("authority = ?", scope.authority());
        RegionCode region = scope.region();
        if (region != null) {
            conditions.and(WITHIN, region.value(), region.last().value());
        }
        conditions.and("id = ?", id);
        return client.preparedQuery(COLUMNS + conditions.where())
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(ComplaintStore::complaint).findFirst());
    }

    /** Newest first. */
    public Future<List<Complaint>> list(
            SqlClient client, ComplaintQuery query, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions conditions = query.conditions(visible(query.scope()));
        conditions.after("received_at", after);
        return client.preparedQuery(COLUMNS + conditions.where() + NEWEST_FIRST + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(ComplaintStore::complaint).toList());
    }

    public Future<Long> count(SqlClient client, ComplaintQuery query) {
        return CountStore.count(client, "FROM complaint", query.conditions(visible(query.scope())));
    }

    /** The figures of complaints that were received on these local days, both included. */
    public Future<List<Tally>> tally(SqlClient client, Scope scope, LocalDate from, LocalDate to, Instant now) {
        Conditions conditions = visible(scope)
                .and("received_at >= ?::timestamp AT TIME ZONE 'Asia/Shanghai'", from.atStartOfDay())
                .and(
                        "received_at < ?::timestamp AT TIME ZONE 'Asia/Shanghai'",
                        to.plusDays(1).atStartOfDay());
        String by = conditions.place(now.atOffset(ZoneOffset.UTC)) + "::timestamptz";
        return client.preparedQuery(TALLY.formatted(by) + conditions.where() + BY_SUBJECT_AND_WAY)
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(ComplaintStore::tally).toList());
    }

    private static Conditions visible(Scope scope) {
        return new Conditions().and("authority = ?", scope.authority()).within("region", scope.region());
    }

    private static Tally tally(Row row) {
        return new Tally(
                row.getString("subject"),
                row.getString("way"),
                row.getLong("received"),
                row.getLong("accepted"),
                row.getLong("refused"),
                row.getLong("answered"),
                row.getLong("late"));
    }

    private static Complaint complaint(Row row) {
        return new Complaint(
                row.getUUID("id"),
                new Complaint.Owner(Authority.of(row.getString("authority")), new RegionCode(row.getString("region"))),
                PlaceCode.orNull(row.getString("place_code")),
                row.getUUID("case_id"),
                new Complaint.Receipt(
                        row.getString("way"),
                        row.getString("subject"),
                        row.getString("reference"),
                        instant(row, "received_at"),
                        row.getBoolean("anonymous"),
                        row.getBoolean("wants_answer")),
                new Complaint.Dates(
                        row.getLocalDate("accept_by"), row.getLocalDate("answer_by"), row.getBoolean("provisional")),
                new Complaint.Progress(
                        ComplaintStep.of(row.getString("step")),
                        row.getString("refusal"),
                        instantOrNull(row, "decided_at"),
                        instantOrNull(row, "ended_at")),
                row.getInteger("version"));
    }

    /** Who did what, for {@link ComplaintTextStore}. */
    record Done(UUID complaint, int number, String action, Instant at, AccountId by) {}

    /**
     * What a registration or a link led to; nothing of other actions.
     *
     * @param former what of it took the place of another café or case: that one
     */
    record Linked(ComplaintTarget target, ComplaintTarget former) {
        static final Linked NONE = new Linked(ComplaintTarget.NONE, ComplaintTarget.NONE);
    }

    /**
     * That a complaint was linked to another case.
     *
     * @param by the name of the account; null where it is not known any more
     */
    public record Departure(
            UUID complaint, Instant at, @Nullable String by) {}
}
