package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.region.Scope;
import lingdian.office.query.Conditions;
import lingdian.office.query.CountStore;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.office.query.PageSize;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * Cafés as readers see them: their configuration, when they last sent anything, and their violations in the reader's
 * scope.
 */
public final class CafeReportStore {
    /** The most cafés that are left out before a page, and that are counted. */
    static final int OFFSET_MAX = 10_000;

    private static final String HERE = """
            FROM connected_cafe here JOIN live_node USING (node)
            WHERE here.place_code = c.place_code AND renewed_at > now() - interval '15 seconds'
            """;
    /** Whether the agent of the café {@code c} is connected to any node. */
    public static final String CONNECTED = "EXISTS (SELECT " + HERE + ")";

    private static final String CONNECTED_SINCE = "(SELECT min(here.since) " + HERE + ")";

    /** Whether the café {@code c} has an agent's key that is not ended. */
    public static final String HAS_KEY =
            "EXISTS (SELECT FROM agent_key k WHERE k.place_code = c.place_code AND k.ended_at IS NULL)";

    private static final String CAFES = """
            SELECT c.*, s.received_at, extract(epoch FROM s.last_event_at - s.effective_at)::bigint AS behind, s.open_sessions, q.since AS beyond_quota_since,
                   %1$s AS connected_since, heard.reporting, heard.kept, %2$s AS state, %3$s AS open_cases
            """;

    private static final String HEARD = """
            CROSS JOIN LATERAL (SELECT count(*) AS kept, count(*) FILTER (WHERE last_day > $1) AS reporting
                                FROM heard_terminal WHERE heard_terminal.place_code = c.place_code) AS heard
            """;

    private static final String FROM = """
            FROM cafe c LEFT JOIN cafe_state s USING (place_code) LEFT JOIN beyond_quota q USING (place_code)
            """ + HEARD;

    /** To count by what needs no terminals, which would be read for each café. */
    private static final String FROM_CONFIGURED = """
            FROM cafe c LEFT JOIN cafe_state s USING (place_code) CROSS JOIN (SELECT $1::date) AS first_day
            """;

    private static final String OPEN_CASES = """
            (SELECT count(*) FROM case_file f WHERE f.place_code = c.place_code AND NOT f.ended AND f.authority = %1$s)""";

    /** In the order of {@link CafeQuery.State}. */
    private static final String STATE = """
            CASE WHEN EXISTS (SELECT FROM violation v WHERE v.place_code = c.place_code AND v.state = 'open'
                                AND v.standing = 'fact' AND %1$s = ANY (v.authorities)) THEN 'running'
                 WHEN %2$s > 0 THEN 'open-case' WHEN %3$s THEN 'quiet' ELSE 'offline' END""";

    private static final String TOTAL = """
            SELECT count(*) AS total FROM (SELECT %1$s%2$s LIMIT %3$s) AS counted
            """;
    /** With what a café takes without its texts, so that an ordinary one takes less than a thousandth of a page. */
    private static final String SIZE = """
            (512 + octet_length(concat(c.name, c.licence_number, c.address, c.telephone, c.principal)) + 35 * cardinality(c.staff_terminals))::bigint
            """;
    /** In whichever order, that by cases included. */
    private static final String SIZES = "SELECT " + SIZE + " AS size, %1$s AS open_cases\n";

    private static final String CONFIGURED_SIZES = "SELECT " + SIZE + " AS size FROM cafe c\n";

    private static final String NO_CASES = "0::bigint";
    private static final int REPORTING_DAYS = 7;
    /** An agent that was cut off catches up within minutes; one that is an hour late at all times tells nothing of the night. */
    private static final long BEHIND_SECONDS_MIN = 3_600;

    private static final String BY_PLACE_CODE = """
            ORDER BY c.place_code LIMIT
            """;
    private static final String COUNTS = """
            SELECT place_code, state, standing, count(*) FROM violation
            WHERE place_code = ANY($1) AND ($2::text IS NULL OR $2 = ANY(authorities))
            GROUP BY place_code, state, standing
            """;

    private static final String COUNTIES = """
            SELECT region, count(*) AS cafes, count(*) FILTER (WHERE state = 'running') AS running,
                   count(*) FILTER (WHERE state = 'open-case') AS open_case,
                   count(*) FILTER (WHERE offline) AS offline, count(*) FILTER (WHERE state = 'quiet') AS quiet
            FROM (SELECT c.region, %1$s AS state, NOT %2$s AS offline FROM cafe c %3$s) AS listed GROUP BY region ORDER BY region
            """;

    private static final String CONFIGURED = """
            SELECT c.* FROM cafe c
            """;

    private static final String CONDITIONED = """
            SELECT c.*, %1$s AS condition FROM cafe c
            """;

    /** Of what administrators may know: what was decided and configured, never what the café's agent tells. */
    private static final String CONDITION = """
            CASE WHEN EXISTS (SELECT FROM closure x WHERE x.place_code = c.place_code AND x.begins_at <= %1$s
                                AND (x.ends_at IS NULL OR x.ends_at > %1$s)) THEN 'closed'
                 WHEN %4$s OR EXISTS (SELECT FROM suspension x WHERE x.place_code = c.place_code AND x.begins_at <= %1$s
                                AND (x.ends_at IS NULL OR x.ends_at > %1$s)) THEN 'suspended'
                 WHEN %2$s THEN 'enrolled' WHEN %3$s THEN 'invited' ELSE 'not-enrolled' END""";

    /**
     * Which cafés.
     *
     * @param region within it; null: all
     * @param placeCodes only these; null: all
     * @param part of a name, an address, a licence's number or a place code; null: all
     */
    public record Filter(
            @Nullable RegionCode region,
            @Nullable List<PlaceCode> placeCodes,
            @Nullable String part) {
        public static final Filter ALL = new Filter(null, null, null);

        private Conditions on(Conditions conditions) {
            return conditions
                    .within("c.region", region)
                    .and(
                            "c.place_code = ANY (?)",
                            placeCodes == null
                                    ? null
                                    : placeCodes.stream().map(PlaceCode::value).toArray(String[]::new))
                    .and("""
                            strpos(lower(concat_ws(E'\\n', c.name, c.address, c.licence_number, c.place_code)), lower(?)) > 0""", part);
        }
    }

    /** Violations of one state and standing. */
    record Kind(String state, String standing) {}

    /**
     * A café and its state, without its hours.
     *
     * @param connectedSince since when its agent has been connected to any node; null: it is not
     * @param reporting how many terminals were heard of in the last seven days
     * @param reportingClipped whether so many were named that no more are counted
     * @param behindSeconds how long its latest event had been over when it was received; null where that is no more than an hour
     * @param beyondQuotaSince since when it has been beyond its daily quota today; null if it is not
     * @param work null for readers without an authority
     */
    public record Report(
            Cafe cafe,
            @Nullable Instant connectedSince,
            int reporting,
            boolean reportingClipped,
            @Nullable Instant lastHeard,
            @Nullable Long behindSeconds,
            int openSessions,
            @Nullable Instant beyondQuotaSince,
            Map<Kind, Long> violations,
            @Nullable Work work) {}

    /** What there is to do about a café. @param state in the API's words */
    record Work(String state, long openCases) {}

    /**
     * One page, and the feed position at which it is exact.
     *
     * @param total how many cafés the list has; of more than {@link #OFFSET_MAX} one more than that
     */
    public record ReportPage(List<Report> items, @Nullable String next, String position, long total) {}

    public Future<ReportPage> list(SqlClient client, Scope scope, CafeQuery query, Instant now, int limit) {
        LocalDate today = LocalDate.ofInstant(now, ChinaTime.ZONE);
        Conditions counted = conditions(scope, query, now);
        String total = TOTAL.formatted(from(query), counted.where(), counted.place(OFFSET_MAX + 1));
        return ScopedStore.position(client)
                .compose(position -> client.preparedQuery(total)
                        .execute(counted.values())
                        .compose(rows -> size(client, scope, query, now, limit)
                                .compose(size -> reports(
                                                client, scope, listed(scope, query, now), today, query, size.items())
                                        .map(found -> page(
                                                found,
                                                size,
                                                position,
                                                query,
                                                rows.iterator().next().getLong("total"))))));
    }

    private static Future<PageSize> size(SqlClient client, Scope scope, CafeQuery query, Instant now, int limit) {
        Conditions conditions = listed(scope, query, now);
        Authority authority = scope.authority();
        String openCases = authority == null ? NO_CASES : openCases(conditions.place(authority));
        String sql = SIZES.formatted(openCases) + from(query) + conditions.where() + part(conditions, query, limit + 1);
        return client.preparedQuery(sql).execute(conditions.values()).map(rows -> PageSize.of(rows, limit));
    }

    /** Those after the page before. */
    private static Conditions listed(Scope scope, CafeQuery query, Instant now) {
        return conditions(scope, query, now).and("c.place_code > ?", query.after());
    }

    /** Where no column of the cafés' state is needed but that by which they are chosen and ordered. */
    private static String from(CafeQuery query) {
        return query.coverageBelow() == null ? FROM_CONFIGURED : FROM;
    }

    private static String part(Conditions conditions, CafeQuery query, int limit) {
        return "ORDER BY " + query.order().sql + " LIMIT " + conditions.place(limit) + " OFFSET "
                + conditions.place(query.offset());
    }

    private static Conditions conditions(Scope scope, CafeQuery query, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ChinaTime.ZONE);
        Conditions conditions = query.filter()
                .on(visible(scope, today))
                .and(
                        "coalesce(s.received_at <= ?, true)",
                        query.silentHours() == null
                                ? null
                                : Columns.utc(now.minus(query.silentHours(), ChronoUnit.HOURS)))
                .and("c.licence_valid_until <= ?", query.licenceUntil())
                .and("c.terminals > 0 AND heard.reporting * 100 < c.terminals * ?::bigint", query.coverageBelow());
        Authority authority = scope.authority();
        CafeQuery.State state = query.state();
        boolean offline = authority != null && state == CafeQuery.State.OFFLINE;
        if (offline) {
            conditions.and("NOT " + CONNECTED); // also one with a case, which hides it in the state
        }
        if (authority != null && (state != null && !offline || query.openCases())) {
            String of = conditions.place(authority);
            conditions.and(state(of) + " = ?", state == null || offline ? null : state.wire());
            if (query.openCases()) {
                conditions.and(openCases(of) + " > 0");
            }
        }
        return conditions;
    }

    private static String openCases(String authority) {
        return OPEN_CASES.formatted(authority);
    }

    private static String state(String authority) {
        return STATE.formatted(authority, openCases(authority), CONNECTED);
    }

    /**
     * How many cafés of one county are in each state.
     *
     * @param offline all whose agent is not connected, as the list of them has them: also one with a case, which hides it in the state
     */
    public record CountyStates(RegionCode region, long cafes, long running, long openCase, long offline, long quiet) {
        private static CountyStates of(Row row) {
            return new CountyStates(
                    new RegionCode(row.getString("region")),
                    row.getLong("cafes"),
                    row.getLong("running"),
                    row.getLong("open_case"),
                    row.getLong("offline"),
                    row.getLong("quiet"));
        }
    }

    /** The counties of a reader's scope that have cafés, as the reader's authority sees their state. */
    public Future<List<CountyStates>> counties(SqlClient client, Scope scope, Authority authority) {
        var conditions = new Conditions();
        String of = conditions.place(authority);
        conditions.within("c.region", scope.region());
        return client.preparedQuery(COUNTIES.formatted(state(of), CONNECTED, conditions.where()))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(CountyStates::of).toList());
    }

    /** @return empty if there is none that the reader may see */
    public Future<Optional<Report>> one(SqlClient client, Scope scope, PlaceCode placeCode, LocalDate today) {
        Conditions conditions = visible(scope, today).and("c.place_code = ?", placeCode);
        return reports(client, scope, conditions, today, CafeQuery.ALL, 1)
                .map(found -> found.stream().findFirst());
    }

    /** How many there are, without a bound. */
    public Future<Long> count(SqlClient client, Scope scope, CafeQuery query, Instant now) {
        return CountStore.count(client, from(query), conditions(scope, query, now));
    }

    public Future<Long> countConfigured(SqlClient client, Filter filter, @Nullable String condition, Instant now) {
        return CountStore.count(client, "FROM cafe c", conditions(filter, condition, now));
    }

    private static Conditions conditions(Filter filter, @Nullable String condition, Instant now) {
        Conditions conditions = filter.on(new Conditions());
        return condition == null ? conditions : conditions.and("(" + condition(conditions, now) + ") = ?", condition);
    }

    /** The configuration alone. */
    public Future<List<Cafe>> configured(SqlClient client, Filter filter, int limit) {
        Conditions conditions = filter.on(new Conditions());
        return client.preparedQuery(CONFIGURED + conditions.where() + BY_PLACE_CODE + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(Cafe::of).toList());
    }

    /** What administrators see of a café. @param condition in the API's words */
    public record Conditioned(Cafe cafe, String condition) {}

    /** @param condition null: any */
    public Future<Page<Conditioned>> conditioned(
            SqlClient client,
            Filter filter,
            @Nullable String condition,
            Instant now,
            @Nullable PlaceCode afterPlaceCode,
            int limit) {
        Conditions sizes = conditions(filter, condition, now).and("c.place_code > ?", afterPlaceCode);
        Conditions conditions = conditions(filter, condition, now).and("c.place_code > ?", afterPlaceCode);
        String is = condition(conditions, now);
        return client.preparedQuery(CONFIGURED_SIZES + sizes.where() + BY_PLACE_CODE + sizes.place(limit + 1))
                .execute(sizes.values())
                .map(rows -> PageSize.of(rows, limit))
                .compose(size -> client.preparedQuery(CONDITIONED.formatted(is)
                                + conditions.where()
                                + BY_PLACE_CODE
                                + conditions.place(size.items()))
                        .execute(conditions.values())
                        .map(rows -> page(rows, size)));
    }

    private static Page<Conditioned> page(RowSet<Row> rows, PageSize size) {
        List<Conditioned> found = RowStream.of(rows)
                .map(row -> new Conditioned(Cafe.of(row), row.getString("condition")))
                .toList();
        return new Page<>(
                found, size.more() ? Cursor.afterCafe(found.getLast().cafe().placeCode()) : null);
    }

    private static String condition(Conditions conditions, Instant now) {
        String at = conditions.place(now.atOffset(ZoneOffset.UTC)) + "::timestamptz";
        return CONDITION.formatted(at, HAS_KEY, hasCode(at), isExpired(at));
    }

    /** Whether the café {@code c} has an enrolment code that can still be used. @param at the moment, as the statement writes it */
    public static String hasCode(String at) {
        return """
                EXISTS (SELECT FROM enrolment e WHERE e.place_code = c.place_code AND e.used_at IS NULL
                  AND e.withdrawn_at IS NULL AND e.expires_at > %s)""".formatted(at);
    }

    /**
     * Whether the licence of the café {@code c} has expired: it is valid through its last local day.
     *
     * @param at the moment, as the statement writes it
     */
    public static String isExpired(String at) {
        return "coalesce(c.licence_valid_until < (%s::timestamptz AT TIME ZONE known_zone(c.time_zone))::date, false)"
                .formatted(at);
    }

    /** The first value is the day before the seven of which {@link #CAFES} counts terminals. */
    private static Conditions visible(Scope scope, LocalDate today) {
        var conditions = new Conditions();
        conditions.place(today.minusDays(REPORTING_DAYS));
        return conditions.ofCafes("c.place_code", scope).within("c.region", scope.region());
    }

    private static Future<List<Report>> reports(
            SqlClient connection, Scope scope, Conditions conditions, LocalDate today, CafeQuery query, int limit) {
        Authority authority = scope.authority();
        String of = authority == null ? "" : conditions.place(authority);
        String cafes = authority == null
                ? CAFES.formatted(CONNECTED_SINCE, "NULL::text", NO_CASES)
                : CAFES.formatted(CONNECTED_SINCE, state(of), openCases(of));
        String sql = cafes + FROM + conditions.where() + part(conditions, query, limit);
        return connection
                .preparedQuery(sql)
                .execute(conditions.values())
                .compose(found -> counts(connection, scope, found).map(counts -> reports(found, counts, today)));
    }

    private static Future<Map<String, Map<Kind, Long>>> counts(SqlClient connection, Scope scope, RowSet<Row> cafes) {
        String[] placeCodes =
                stream(cafes).map(row -> row.getString("place_code")).toArray(String[]::new);
        return connection
                .preparedQuery(COUNTS)
                .execute(Tuple.of(placeCodes, Authority.wireOrNull(scope.authority())))
                .map(CafeReportStore::counts);
    }

    private static Map<String, Map<Kind, Long>> counts(RowSet<Row> rows) {
        var counts = new HashMap<String, Map<Kind, Long>>();
        rows.forEach(row -> counts.computeIfAbsent(row.getString(0), placeCode -> new HashMap<>())
                .put(new Kind(row.getString(1), row.getString(2)), row.getLong(3)));
        return counts;
    }

    private static List<Report> reports(RowSet<Row> cafes, Map<String, Map<Kind, Long>> counts, LocalDate today) {
        return stream(cafes)
                .map(row -> report(row, counts.getOrDefault(row.getString("place_code"), Map.of()), today))
                .toList();
    }

    private static Report report(Row row, Map<Kind, Long> violations, LocalDate today) {
        OffsetDateTime lastHeard = row.getOffsetDateTime("received_at");
        Long behind = row.getLong("behind");
        Integer openSessions = row.getInteger("open_sessions");
        Instant beyondQuotaSince = Columns.instantOrNull(row, "beyond_quota_since");
        String state = row.getString("state");
        return new Report(
                Cafe.of(row),
                Columns.instantOrNull(row, "connected_since"),
                row.getLong("reporting").intValue(),
                row.getLong("kept") >= AgentEvent.Heartbeat.TERMINALS_MAX,
                lastHeard == null ? null : lastHeard.toInstant(),
                behind == null || behind <= BEHIND_SECONDS_MIN ? null : behind,
                openSessions == null ? 0 : openSessions,
                isOf(today, beyondQuotaSince) ? beyondQuotaSince : null,
                violations,
                state == null ? null : new Work(state, row.getLong("open_cases")));
    }

    /** The quota begins again with each received day, in China's time. */
    private static boolean isOf(LocalDate day, @Nullable Instant at) {
        return at != null && LocalDate.ofInstant(at, ChinaTime.ZONE).equals(day);
    }

    private static ReportPage page(List<Report> found, PageSize size, String position, CafeQuery query, long total) {
        String next = size.more() ? query.next(found.getLast().cafe().placeCode(), found.size()) : null;
        return new ReportPage(found, next, position, total);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return RowStream.of(rows);
    }
}
