package lingdian.office.violation;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.office.query.Conditions;
import lingdian.office.query.CountStore;
import lingdian.office.query.Cursor;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Violations as readers list them. Every query is bound to the reader's scope. */
public final class ViolationStore {
    private static final String COLUMNS = """
            SELECT id, region, detected_at, snapshot, stream_number, login_seq, login_day,
                   (SELECT placed.case_id FROM case_violation AS placed
                    WHERE placed.violation_id = violation.id AND placed.authority = scope('authority')
                      AND EXISTS (SELECT FROM case_file WHERE case_file.id = placed.case_id)) AS case_file,
                   case_step = 'dismissed' OR case_step = 'closed' AND EXISTS (
                     SELECT FROM case_step AS taken WHERE taken.violation_id = violation.id AND taken.action = 'dismiss') AS untrue
            FROM violation
            """;
    private static final String NEWEST_FIRST = """
            ORDER BY detected_at DESC, id LIMIT
            """;

    /**
     * Filter of the list; null: no restriction.
     *
     * @param caseSteps one or several, with commas between them
     */
    public record Filter(
            @Nullable RegionCode region,
            @Nullable String code,
            @Nullable String standing,
            @Nullable Authority authority,
            @Nullable String state,
            @Nullable String caseSteps,
            @Nullable PlaceCode placeCode,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * A stored violation.
     *
     * @param region its café's present region
     * @param snapshot the violation as JSON, without its person
     * @param caseFile the case of the reader's authority; null: none is made yet, or the reader does not see it
     * @param untrue whether an officer found it untrue, also if it was closed since
     * @param subject the login whose document it concerns, if there is one
     */
    public record StoredViolation(
            ViolationId id,
            RegionCode region,
            Instant detectedAt,
            String snapshot,
            @Nullable UUID caseFile,
            boolean untrue,
            @Nullable Subject subject) {}

    /** One page, and the feed position at which it is exact. */
    public record Page(
            List<StoredViolation> items, @Nullable String next, String position) {}

    public Future<Page> list(
            SqlClient client, Scope scope, Filter filter, Cursor.@Nullable AfterViolation after, int limit) {
        return ScopedStore.position(client)
                .compose(position ->
                        newest(client, scope, filter, after, limit + 1).map(found -> page(found, limit, position)));
    }

    public Future<Long> count(SqlClient client, Scope scope, Filter filter) {
        return CountStore.count(client, "FROM violation", filtered(Conditions.visible(scope), filter));
    }

    /** @return empty if there is none that the reader may see */
    public Future<Optional<StoredViolation>> one(SqlClient client, Scope scope, ViolationId id) {
        Conditions conditions = Conditions.visible(scope).and("id = ?", id);
        return client.preparedQuery(COLUMNS + conditions.where())
                .execute(conditions.values())
                .map(rows -> stored(rows).stream().findFirst());
    }

    private static Future<List<StoredViolation>> newest(
            SqlClient connection, Scope scope, Filter filter, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions conditions = filtered(Conditions.visible(scope), filter);
        conditions.after("detected_at", after);
        String sql = COLUMNS + conditions.where() + NEWEST_FIRST + conditions.place(limit);
        return connection.preparedQuery(sql).execute(conditions.values()).map(ViolationStore::stored);
    }

    private static Conditions filtered(Conditions conditions, Filter filter) {
        return conditions
                .within("region", filter.region())
                .and("code = ?", filter.code())
                .and("standing = ?", filter.standing())
                .and("? = ANY(authorities)", filter.authority())
                .and("state = ?", filter.state())
                .and("case_step = ANY (string_to_array(?, ','))", filter.caseSteps())
                .and("place_code = ?", filter.placeCode())
                .and("started_at >= ?", utc(filter.from()))
                .and("started_at < ?", utc(filter.to()));
    }

    private static Page page(List<StoredViolation> found, int limit, String position) {
        if (found.size() <= limit) {
            return new Page(found, null, position);
        }
        StoredViolation last = found.get(limit - 1);
        String next = new Cursor.AfterViolation(last.detectedAt(), last.id().value()).text();
        return new Page(found.subList(0, limit), next, position);
    }

    private static List<StoredViolation> stored(RowSet<Row> rows) {
        return RowStream.of(rows).map(ViolationStore::stored).toList();
    }

    private static StoredViolation stored(Row row) {
        return new StoredViolation(
                new ViolationId(row.getUUID("id")),
                new RegionCode(row.getString("region")),
                row.getOffsetDateTime("detected_at").toInstant(),
                row.getString("snapshot"),
                row.getUUID("case_file"),
                row.getBoolean("untrue"),
                subject(row));
    }

    private static @Nullable Subject subject(Row row) {
        Integer streamNumber = row.getInteger("stream_number");
        return streamNumber == null
                ? null
                : new Subject(
                        new ViolationId(row.getUUID("id")),
                        streamNumber,
                        row.getLong("login_seq"),
                        row.getLocalDate("login_day"));
    }
}
