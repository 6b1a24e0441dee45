package lingdian.office.calendar;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.law.calendar.CalendarDay;
import lingdian.law.calendar.CalendarYear;
import lingdian.law.statute.LawStanding;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** The tables of years that administrators entered: each change is a further version, and the last one holds. */
final class CalendarStore {
    private static final String LOCK = "SELECT take_turn('calendar')";

    private static final String ROWS = """
            SELECT y.year, y.version, y.official, y.source, y.standing, y.account, y.at,
                   d.day, d.kind, d.name, d.source AS day_source, d.standing AS day_standing
            FROM (%s) AS y LEFT JOIN calendar_day AS d USING (year, version)
            """;
    /** A look at the index for each year, however many versions it has. */
    private static final String PRESENT = """
            SELECT y.year, v.version FROM generate_series($1::integer, $2::integer) AS y (year)
            CROSS JOIN LATERAL (SELECT version FROM calendar_year WHERE year = y.year ORDER BY version DESC LIMIT 1) AS v
            """;

    private static final String OF_VERSIONS = ROWS.formatted("""
            SELECT year, version, official, source, standing, account, at
            FROM calendar_year JOIN unnest($1::smallint[], $2::integer[]) AS wanted (year, version) USING (year, version)
            """) + "ORDER BY y.year, d.day";
    private static final String OF_YEAR = ROWS.formatted("""
            SELECT year, version, official, source, standing, account, at
            FROM calendar_year WHERE year = $1 AND version < $2::bigint ORDER BY version DESC LIMIT $3
            """) + "ORDER BY y.version DESC, d.day";

    private static final String PUT_YEAR = """
            INSERT INTO calendar_year (year, version, official, source, standing, account, at)
            SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 FROM calendar_year WHERE year = $1
            HAVING $7::integer IS NULL OR coalesce(max(version), 0) = $7
            RETURNING version
            """;
    private static final String PUT_DAYS = """
            INSERT INTO calendar_day (year, version, day, kind, name, source, standing)
            SELECT $1, $2, day, kind, name, source, standing
            FROM unnest($3::date[], $4::text[], $5::text[], $6::text[], $7::text[]) AS new (day, kind, name, source, standing)
            """;

    /** One entry of a year, which never changes. */
    record Version(int year, int version) {
        static Version of(CalendarEntry entry) {
            return new Version(entry.table().year(), entry.version());
        }

        private static Version of(Row row) {
            return new Version(row.getInteger("year"), row.getInteger("version"));
        }
    }

    /** The present version of each year that was entered, of those from {@code first} to {@code last}. */
    Future<List<Version>> present(SqlClient client, int first, int last) {
        return client.preparedQuery(PRESENT)
                .execute(Tuple.of(first, last))
                .map(rows -> RowStream.of(rows).map(Version::of).toList());
    }

    Future<List<CalendarEntry>> entries(SqlClient client, List<Version> versions) {
        return versions.isEmpty()
                ? Future.succeededFuture(List.of())
                : client.preparedQuery(OF_VERSIONS)
                        .execute(Tuple.of(
                                Columns.of(versions, Short[]::new, version -> (short) version.year()),
                                Columns.of(versions, Integer[]::new, Version::version)))
                        .map(CalendarStore::entries);
    }

    /** The latest versions of one year before another one, the latest first. */
    Future<List<CalendarEntry>> versions(SqlClient client, int year, long before, int limit) {
        return client.preparedQuery(OF_YEAR)
                .execute(Tuple.of((short) year, before, limit))
                .map(CalendarStore::entries);
    }

    /**
     * Enters a further version of a year.
     *
     * @param replaced the version that it replaces, 0 for none; null for any. If the present version is another one, this
     * fails with a {@code Problem.Thrown}
     */
    Future<Void> put(
            SqlConnection connection, CalendarYear table, @Nullable Integer replaced, AccountId account, Instant at) {
        return connection
                .query(LOCK)
                .execute()
                .compose(locked -> connection
                        .preparedQuery(PUT_YEAR)
                        .execute(Tuple.tuple()
                                .addShort((short) table.year())
                                .addBoolean(table.official())
                                .addString(table.source())
                                .addString(table.standing().wire())
                                .addUUID(account.value())
                                .addOffsetDateTime(utc(at))
                                .addInteger(replaced)))
                .compose(put -> {
                    if (put.rowCount() == 0) {
                        throw Refused.with(409, "The table of this year has been changed in the meantime.");
                    }
                    return putDays(connection, table, put.iterator().next().getInteger("version"));
                });
    }

    private static Future<Void> putDays(SqlConnection connection, CalendarYear table, int version) {
        List<CalendarDay> days = table.days();
        return connection
                .preparedQuery(PUT_DAYS)
                .execute(Tuple.of(
                        (short) table.year(),
                        version,
                        Columns.of(days, LocalDate[]::new, CalendarDay::date),
                        Columns.of(days, String[]::new, day -> day.kind().wire()),
                        Columns.of(days, String[]::new, CalendarDay::name),
                        Columns.of(days, String[]::new, CalendarDay::source),
                        Columns.of(days, String[]::new, CalendarStore::standing)))
                .mapEmpty();
    }

    private static @Nullable String standing(CalendarDay day) {
        LawStanding standing = day.standing();
        return standing == null ? null : standing.wire();
    }

    /** From rows of which each has one day; a version's rows follow one another. */
    private static List<CalendarEntry> entries(Iterable<Row> rows) {
        var versions = new LinkedHashMap<Version, List<Row>>();
        rows.forEach(row -> versions.computeIfAbsent(Version.of(row), version -> new ArrayList<>())
                .add(row));
        return versions.values().stream().map(CalendarStore::entry).toList();
    }

    private static CalendarEntry entry(List<Row> rows) {
        Row first = rows.getFirst();
        List<CalendarDay> days = rows.stream()
                .filter(row -> row.getLocalDate("day") != null)
                .map(CalendarStore::day)
                .toList();
        return new CalendarEntry(
                new CalendarYear(
                        first.getShort("year"),
                        first.getBoolean("official"),
                        first.getString("source"),
                        LawStanding.of(first.getString("standing")),
                        days),
                first.getInteger("version"),
                new AccountId(first.getUUID("account")),
                Columns.instant(first, "at"));
    }

    private static CalendarDay day(Row row) {
        String standing = row.getString("day_standing");
        return new CalendarDay(
                row.getLocalDate("day"),
                CalendarDay.Kind.of(row.getString("kind")),
                row.getString("name"),
                row.getString("day_source"),
                standing == null ? null : LawStanding.of(standing));
    }
}
