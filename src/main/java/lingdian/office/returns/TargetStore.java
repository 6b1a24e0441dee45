package lingdian.office.returns;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.returns.CountyProgress;
import lingdian.law.returns.ReturnPeriod;
import lingdian.law.returns.TargetKind;
import lingdian.office.api.EntryLimit;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Targets of counties, and the inspections that are counted towards them. */
public final class TargetStore {
    /** $1: authority; $2: regions; $3 to $6: the last days of the month, quarter, half-year and year that are looked at. */
    private static final String IN_FORCE = """
            SELECT region, kind, every, percent, at FROM (
              SELECT DISTINCT ON (region, kind, every) region, kind, every, percent, at FROM target
              WHERE authority = $1 AND region = ANY ($2)
                AND (at AT TIME ZONE 'Asia/Shanghai')::date
                  <= CASE every WHEN 'month' THEN $3::date WHEN 'quarter' THEN $4 WHEN 'half-year' THEN $5 ELSE $6 END
              ORDER BY region, kind, every, version DESC
            ) AS newest
            WHERE percent IS NOT NULL ORDER BY region, kind, every
            """;

    /**
     * $1: authority; $2, $3: the first and the last region; $4, $5: the first and the last day; $6: whether of random draws alone.
     *
     * <p>Days as in the returns ({@link ReturnRowStore}). A café that was registered after the period, or whose licence ended before it,
     * could not be inspected in it.
     */
    private static final String PROGRESS = """
            WITH made AS (
              SELECT i.id, i.region, v.kind, v.place_codes, coalesce((v.visits ->> 'internet-cafe')::bigint, 0) AS visits
              FROM inspection AS i JOIN inspection_version AS v ON v.inspection_id = i.id AND v.state = 'closed'
              WHERE i.authority = $1 AND i.region ~>=~ $2 AND i.region ~<=~ $3
                AND coalesce(v.started_at, i.created_at) >= $4::date - interval '2 days'
                AND coalesce(v.started_at, i.created_at) < $5::date + interval '2 days'
                AND (coalesce(v.started_at, i.created_at) AT TIME ZONE 'Asia/Shanghai')::date BETWEEN $4 AND $5
            ), visited AS (
              SELECT DISTINCT region, place_code FROM made CROSS JOIN unnest(place_codes) AS place_code WHERE NOT $6 OR kind = 'random'
            ), counted AS (
              SELECT region, count(*) AS inspections,
                coalesce(sum(greatest(0, visits - cardinality(place_codes))) FILTER (WHERE NOT $6 OR kind = 'random'), 0)::bigint AS unnamed
              FROM made GROUP BY region
            ), licensed AS (
              SELECT region, count(*) AS cafes,
                count(*) FILTER (WHERE EXISTS (
                  SELECT FROM visited WHERE visited.region = cafe.region AND visited.place_code = cafe.place_code)) AS reached
              FROM cafe
              WHERE region ~>=~ $2 AND region ~<=~ $3 AND (created_at AT TIME ZONE 'Asia/Shanghai')::date <= $5
                AND (licence_valid_until IS NULL OR licence_valid_until >= $4)
              GROUP BY region
            )
            SELECT region, coalesce(cafes, 0) AS cafes, coalesce(reached, 0) AS reached, coalesce(unnamed, 0) AS unnamed,
              coalesce(inspections, 0) AS inspections
            FROM licensed FULL JOIN counted USING (region)
            """;

    private static final String SERIALISE = """
            SELECT take_turn('target', $1)
            """;

    private static final String SET = """
            INSERT INTO target (authority, region, kind, every, version, percent, at, account)
            SELECT $1, $2, $3, $4, 1 + count(*), $5, $6, $7 FROM target
            WHERE authority = $1 AND region = $2 AND kind = $3 AND every = $4
            """;

    private static final String WRITTEN = """
            SELECT count(*) AS entries, count(*) FILTER (WHERE account = $5) AS own FROM target
            WHERE authority = $1 AND region = $2 AND kind = $3 AND every = $4
            """;

    private static final EntryLimit LIMIT = new EntryLimit("A target", "versions", 1_000);

    /**
     * What holds for these regions.
     *
     * @param day the targets of the month, quarter, half-year and year that have it
     */
    public Future<List<Target>> inForce(
            SqlClient client, Authority authority, List<RegionCode> regions, LocalDate day) {
        return client.preparedQuery(IN_FORCE)
                .execute(Tuple.tuple()
                        .addString(authority.wire())
                        .addArrayOfString(
                                regions.stream().map(RegionCode::value).toArray(String[]::new))
                        .addLocalDate(
                                ReturnPeriod.with(day, ReturnPeriod.Kind.MONTH).to())
                        .addLocalDate(ReturnPeriod.with(day, ReturnPeriod.Kind.QUARTER)
                                .to())
                        .addLocalDate(ReturnPeriod.with(day, ReturnPeriod.Kind.HALF_YEAR)
                                .to())
                        .addLocalDate(
                                ReturnPeriod.with(day, ReturnPeriod.Kind.YEAR).to()))
                .map(rows -> RowStream.of(rows).map(TargetStore::target).toList());
    }

    /** Of each county that has cafés or inspections. */
    public Future<Map<RegionCode, CountyProgress>> progress(SqlClient client, ReturnQuery query, TargetKind kind) {
        return client.preparedQuery(PROGRESS)
                .execute(Tuple.of(
                        query.authority().wire(),
                        query.region().value(),
                        query.region().last().value(),
                        query.period().from(),
                        query.period().to(),
                        kind == TargetKind.DRAWN))
                .map(rows -> {
                    var counties = new HashMap<RegionCode, CountyProgress>();
                    RowStream.of(rows)
                            .forEach(row -> counties.put(new RegionCode(row.getString("region")), progress(row)));
                    return counties;
                });
    }

    /**
     * Writes the next version of a target, within a transaction. Fails with a 409 where the account may not write a further one.
     *
     * @param percent null: it ends
     */
    Future<Void> set(
            SqlConnection connection, Authority authority, Target target, @Nullable Integer percent, AccountId by) {
        String kind = target.kind().wire();
        String every = target.every().wire();
        String region = target.region().value();
        return connection
                .preparedQuery(SERIALISE)
                .execute(Tuple.of(String.join(" ", authority.wire(), region, kind, every)))
                .compose(locked -> connection
                        .preparedQuery(WRITTEN)
                        .execute(Tuple.of(authority.wire(), region, kind, every, by.value())))
                .compose(LIMIT::admit)
                .compose(admitted -> connection
                        .preparedQuery(SET)
                        .execute(Tuple.tuple()
                                .addString(authority.wire())
                                .addString(region)
                                .addString(kind)
                                .addString(every)
                                .addInteger(percent)
                                .addOffsetDateTime(utc(target.at()))
                                .addUUID(by.value())))
                .mapEmpty();
    }

    private static Target target(Row row) {
        return new Target(
                new RegionCode(row.getString("region")),
                TargetKind.of(row.getString("kind")),
                ReturnPeriod.Kind.of(row.getString("every")),
                row.getInteger("percent"),
                Columns.instant(row, "at"));
    }

    private static CountyProgress progress(Row row) {
        return new CountyProgress(
                row.getLong("cafes"), row.getLong("reached"), row.getLong("unnamed"), row.getLong("inspections"));
    }
}
