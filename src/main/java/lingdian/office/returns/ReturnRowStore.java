package lingdian.office.returns;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.RegionCode;
import lingdian.law.returns.ReturnFigure;
import lingdian.law.returns.RowKind;
import lingdian.law.returns.RowTally;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** The rows that returns count. The figures and the lists of their rows are of one statement, so that they agree. */
public final class ReturnRowStore {
    /**
     * $1: authority; $2, $3: the first and the last region; $4, $5: the first and the last day; $6: the campaign.
     *
     * <p>Instants are narrowed to a day more on each side, for an index; the local date decides. A closed inspection has one closed
     * version, the last one. A case that was merged into another is closed with that one. An entry of a campaign is numbered before
     * withdrawn ones are left out, so that it keeps its place in a list; its number is read after that, and may be spelt 5.0.
     * PostgreSQL knows no year 0, which a date may have.
     */
    private static final String COUNTED = """
            WITH campaign_inspection AS (
              SELECT inspection FROM campaign_entry
              WHERE campaign_id = $6 AND inspection IS NOT NULL
                AND NOT EXISTS (SELECT FROM campaign_withdrawal WHERE entry_id = campaign_entry.id)
            ), campaign_case AS (
              SELECT DISTINCT case_id FROM case_action WHERE inspection IN (SELECT inspection FROM campaign_inspection)
            ), own_case AS (
              SELECT id, region, place_code, time_zone, closed_at, merged_into, sanctions FROM case_file
              WHERE authority = $1 AND region ~>=~ $2 AND region ~<=~ $3
                AND ($6::uuid IS NULL OR id IN (SELECT case_id FROM campaign_case))
            ), counted AS (
              SELECT 'inspection' AS kind, seen.id, part.number, seen.region, seen.day, part.place_code, part.what, part.amount
              FROM (
                SELECT i.id, i.region, (coalesce(v.started_at, i.created_at) AT TIME ZONE 'Asia/Shanghai')::date AS day,
                  v.officers, v.vehicles, v.visits, v.kind, v.trigger, v.place_codes
                FROM inspection AS i JOIN inspection_version AS v ON v.inspection_id = i.id AND v.state = 'closed'
                WHERE i.authority = $1 AND i.region ~>=~ $2 AND i.region ~<=~ $3
                  AND coalesce(v.started_at, i.created_at) >= $4::date - interval '2 days'
                  AND coalesce(v.started_at, i.created_at) < $5::date + interval '2 days'
                  AND ($6::uuid IS NULL OR i.id IN (SELECT inspection FROM campaign_inspection))
              ) AS seen CROSS JOIN LATERAL (
                VALUES (0, NULL, 'officers', officers::bigint), (0, NULL, 'vehicles', vehicles::bigint),
                  (0, NULL, 'visits', (SELECT sum(number::bigint) FROM jsonb_each_text(visits) AS of_kind (kind, number))::bigint),
                  (0, NULL, 'cafe-visits', (visits ->> 'internet-cafe')::bigint),
                  (0, NULL, 'night-rounds', (kind = 'night-round')::integer::bigint),
                  (0, NULL, 'surprise-checks', (trigger = 'surprise')::integer::bigint)
                UNION ALL
                SELECT number, place_code, 'cafes', 1 FROM unnest(place_codes) WITH ORDINALITY AS visited (place_code, number)
              ) AS part (number, place_code, what, amount)
              UNION ALL
              SELECT 'case', own_case.id, part.number, region, (taken.at AT TIME ZONE known_zone(time_zone))::date, own_case.place_code, what, amount
              FROM own_case JOIN case_action AS taken ON taken.case_id = own_case.id
                AND taken.action IN ('correct', 'file', 'spot', 'decide', 'transfer')
                AND taken.at >= $4::date - interval '2 days' AND taken.at < $5::date + interval '2 days'
              CROSS JOIN LATERAL (
                SELECT taken.number::bigint, taken.action, 1::bigint WHERE taken.action <> 'decide'
                UNION ALL
                SELECT taken.number, of_kind.what, of_kind.amount
                FROM jsonb_array_elements(sanctions) AS sanction CROSS JOIN LATERAL (
                  VALUES (sanction ->> 'kind', 1::bigint), ('fine-yuan', (sanction ->> 'yuan')::bigint)) AS of_kind (what, amount)
                WHERE taken.action IN ('decide', 'spot')
                UNION ALL
                SELECT taken.number, 'punished', 1
                WHERE taken.action IN ('decide', 'spot') AND sanctions IS NOT NULL
                  AND NOT sanctions @? '$[*] ? (@.kind == "none" || @.kind == "withdrawn")'
              ) AS part (number, what, amount)
              UNION ALL
              SELECT 'case', id, 0, region, (closed_at AT TIME ZONE known_zone(time_zone))::date, place_code, 'close', 1
              FROM own_case
              WHERE closed_at >= $4::date - interval '2 days' AND closed_at < $5::date + interval '2 days' AND merged_into IS NULL
                AND EXISTS (SELECT FROM case_action WHERE case_id = own_case.id AND action IN ('file', 'spot'))
              UNION ALL
              SELECT 'case', own_case.id, made.serial, own_case.region, (made.at AT TIME ZONE known_zone(time_zone))::date, place_code, made.kind, 1
              FROM own_case JOIN case_document AS made ON made.case_id = own_case.id
              WHERE made.kind IN ('rectification-order', 'spot-decision') AND made.void_at IS NULL
                AND made.at >= $4::date - interval '2 days' AND made.at < $5::date + interval '2 days'
              UNION ALL
              SELECT 'complaint', id, 0, region, (decided_at AT TIME ZONE 'Asia/Shanghai')::date, place_code, 'complaints', 1
              FROM complaint
              WHERE authority = $1 AND region ~>=~ $2 AND region ~<=~ $3 AND refusal IS NULL
                AND decided_at >= $4::date - interval '2 days' AND decided_at < $5::date + interval '2 days'
                AND ($6::uuid IS NULL OR case_id IN (SELECT case_id FROM campaign_case))
              UNION ALL
              SELECT 'campaign', campaign_id, number, region, day, NULL, type, amount::numeric::bigint
              FROM (
                SELECT entry.id, campaign_id, type, coalesce(entry.region, campaign.region) AS region,
                  row_number() OVER (PARTITION BY campaign_id ORDER BY entry.at, entry.id) AS number,
                  CASE WHEN figures ->> 'date' >= '0001' THEN (figures ->> 'date')::date END AS day,
                  coalesce(figures -> 'cafes' ->> 'number', figures -> 'number' ->> 'number') AS amount
                FROM campaign_entry AS entry JOIN campaign ON campaign.id = campaign_id
                WHERE type IN ('training', 'letters') AND authority = $1 AND ($6::uuid IS NULL OR campaign_id = $6)
                  AND coalesce(entry.region, campaign.region) ~>=~ $2 AND coalesce(entry.region, campaign.region) ~<=~ $3
              ) AS entered
              WHERE NOT EXISTS (SELECT FROM campaign_withdrawal WHERE entry_id = entered.id)
            )
            """;

    /** $7: the first day of the period alone. */
    private static final String TALLY = COUNTED + """
            SELECT region, what, coalesce(sum(amount) FILTER (WHERE day >= $7), 0)::bigint AS amount, sum(amount)::bigint AS all_amount,
              count(DISTINCT place_code) FILTER (WHERE day >= $7) AS cafes, count(DISTINCT place_code) AS all_cafes
            FROM counted WHERE day BETWEEN $4 AND $5 AND amount > 0 AND what NOT IN ('none', 'withdrawn')
            GROUP BY region, what
            """;

    /** $7: the kind of rows; $8: only these regions, or null. */
    private static final String OF_KIND = """
            FROM counted WHERE day BETWEEN $4 AND $5 AND amount > 0 AND what = $7 AND ($8::text[] IS NULL OR region = ANY ($8))
            """;

    private static final String COUNT = COUNTED + "SELECT count(*) AS rows\n" + OF_KIND;

    private static final String LIST = COUNTED + """
            SELECT kind, id, number, region, day, place_code, amount, (
              SELECT jsonb_build_object('kind', seen.kind, 'placeCodes', seen.place_codes) FROM inspection_version AS seen
              WHERE counted.kind = 'inspection' AND seen.inspection_id = counted.id AND seen.state = 'closed') AS inspected
            """ + OF_KIND + """
            AND ($9::date IS NULL OR (day, id, number) < ($9, $10, $11))
            ORDER BY day DESC, id DESC, number DESC LIMIT $12
            """;

    /**
     * The rows behind a figure.
     *
     * @param regions whose rows alone; null: of all
     */
    public record Wanted(
            RowKind kind, boolean accumulated, @Nullable List<RegionCode> regions) {}

    /** Of each region that has rows, those of each kind. */
    public Future<Map<RegionCode, Map<RowKind, RowTally>>> tallies(SqlClient client, ReturnQuery query) {
        return client.preparedQuery(TALLY)
                .execute(counted(query, true).addLocalDate(query.period().from()))
                .map(rows -> {
                    var tallies = new HashMap<RegionCode, Map<RowKind, RowTally>>();
                    RowStream.of(rows)
                            .forEach(row -> tallies.computeIfAbsent(
                                            new RegionCode(row.getString("region")),
                                            none -> new EnumMap<>(RowKind.class))
                                    .put(RowKind.of(row.getString("what")), tally(row)));
                    return tallies;
                });
    }

    private static RowTally tally(Row row) {
        return new RowTally(
                new ReturnFigure(row.getLong("amount"), row.getLong("all_amount")),
                new ReturnFigure(row.getLong("cafes"), row.getLong("all_cafes")));
    }

    public Future<Long> count(SqlClient client, ReturnQuery query, Wanted wanted) {
        return client.preparedQuery(COUNT)
                .execute(ofKind(query, wanted))
                .map(rows -> rows.iterator().next().getLong("rows"));
    }

    /** Newest first. */
    public Future<List<ReturnRow>> list(
            SqlClient client, ReturnQuery query, Wanted wanted, @Nullable ReturnRowCursor after, int limit) {
        return client.preparedQuery(LIST)
                .execute(ofKind(query, wanted)
                        .addLocalDate(after == null ? null : after.day())
                        .addUUID(after == null ? null : after.id())
                        .addLong(after == null ? null : after.number())
                        .addInteger(limit))
                .map(rows -> RowStream.of(rows).map(ReturnRowStore::row).toList());
    }

    private static Tuple counted(ReturnQuery query, boolean accumulated) {
        return Tuple.tuple()
                .addString(query.authority().wire())
                .addString(query.region().value())
                .addString(query.region().last().value())
                .addLocalDate(query.from(accumulated))
                .addLocalDate(query.period().to())
                .addUUID(query.campaign());
    }

    private static Tuple ofKind(ReturnQuery query, Wanted wanted) {
        List<RegionCode> regions = wanted.regions();
        return counted(query, wanted.accumulated())
                .addString(wanted.kind().wire())
                .addArrayOfString(
                        regions == null
                                ? null
                                : regions.stream().map(RegionCode::value).toArray(String[]::new));
    }

    private static ReturnRow row(Row row) {
        return new ReturnRow(
                row.getString("kind"),
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("region"),
                row.getLocalDate("day"),
                row.getString("place_code"),
                row.getLong("amount"),
                row.getJsonObject("inspected"));
    }
}
