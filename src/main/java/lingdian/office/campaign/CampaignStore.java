package lingdian.office.campaign;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.domain.InspectionId;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.office.api.EntryLimit;
import lingdian.office.campaign.CampaignReport.Confirmed;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.office.query.PageSize;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Campaigns and their entries. */
public final class CampaignStore {
    private static final String CREATE = """
            INSERT INTO campaign (id, name, region, authorities, units, first_day, last_day, at, account, notice_number, notice_date,
              plan, approval, approval_date)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """;
    private static final String CHANGE = """
            INSERT INTO campaign_version (campaign_id, version, name, units, first_day, last_day, at, account, notice_number,
              notice_date, plan, approval, approval_date)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """;
    private static final String ADD = """
            INSERT INTO campaign_entry (id, campaign_id, type, authority, unit, at, account, inspection, within, figures, region)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;
    private static final String WITHDRAW = """
            INSERT INTO campaign_withdrawal (entry_id, at, account) VALUES ($1, $2, $3)
            """;
    private static final String JOIN = """
            INSERT INTO campaign_participant (campaign_id, region, version, units, at, account, notice_number, notice_date, plan,
              approval, approval_date)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;
    private static final String STATED = """
            SELECT count(*) AS entries, count(*) FILTER (WHERE account = $3) AS own
            FROM campaign_participant WHERE campaign_id = $1 AND region = $2
            """;
    private static final EntryLimit STATEMENTS = new EntryLimit("A region's part in a campaign", "versions", 100);
    private static final String PARTICIPANTS = """
            SELECT DISTINCT ON (region) region, version, units, notice_number, notice_date, plan, approval, approval_date,
              min(at) OVER (PARTITION BY region) AS at
            FROM campaign_participant WHERE campaign_id = $1 ORDER BY region, version DESC
            """;
    private static final String COUNTIES = """
            SELECT DISTINCT region FROM cafe WHERE region ~>=~ $1 AND region ~<=~ $2 ORDER BY region
            """;
    private static final String SERIALISE = """
            SELECT take_turn('campaign', $1)
            """;
    private static final Duration A_YEAR = Duration.ofDays(365);
    /** Whoever may take part is shown all of them. A county has some ten in a year. */
    private static final EntryLimit LIMIT =
            new EntryLimit("An authority of a region", "campaigns of the last twelve months", 200);

    /** The most entries of a campaign, more than a country's has. A report is summed up in memory. */
    private static final int ENTRIES_MAX = 20_000;

    /** More than any summer campaign has: one that makes and withdraws entries leaves room to the others. */
    private static final EntryLimit ENTRIES_LIMIT =
            new EntryLimit("An authority of a region", "entries in a campaign, those withdrawn included", 500);

    private static final String BEGUN = """
            SELECT count(*) FILTER (WHERE campaign.region = $1 AND account.authority = $4) AS entries,
              count(*) FILTER (WHERE campaign.account = $2) AS own
            FROM campaign JOIN account ON account.id = campaign.account
            WHERE campaign.at > $3 AND (campaign.region = $1 OR campaign.account = $2)
            """;
    private static final String ENTERED = """
            SELECT count(*) AS in_all,
              count(*) FILTER (WHERE coalesce(entry.region, campaign.region) = $2 AND entry.authority = $3) AS entries,
              count(*) FILTER (WHERE coalesce(entry.region, campaign.region) = $2 AND entry.account = $4) AS own
            FROM campaign_entry AS entry JOIN campaign ON campaign.id = entry.campaign_id
            WHERE entry.campaign_id = $1
            """;
    private static final String CAMPAIGNS = """
            SELECT * FROM (
              SELECT begun.id, coalesce(newest.version, 1) AS version, coalesce(newest.name, begun.name) AS name, begun.region,
                begun.authorities, coalesce(newest.units, begun.units) AS units,
                coalesce(newest.first_day, begun.first_day) AS first_day,
                coalesce(newest.last_day, begun.last_day) AS last_day, begun.at,
                CASE WHEN newest.version IS NULL THEN begun.notice_number ELSE newest.notice_number END AS notice_number,
                CASE WHEN newest.version IS NULL THEN begun.notice_date ELSE newest.notice_date END AS notice_date,
                CASE WHEN newest.version IS NULL THEN begun.plan ELSE newest.plan END AS plan,
                CASE WHEN newest.version IS NULL THEN begun.approval ELSE newest.approval END AS approval,
                CASE WHEN newest.version IS NULL THEN begun.approval_date ELSE newest.approval_date END AS approval_date
              FROM campaign AS begun
              LEFT JOIN LATERAL (
                SELECT version, name, units, first_day, last_day, notice_number, notice_date, plan, approval, approval_date
                FROM campaign_version
                WHERE campaign_id = begun.id ORDER BY version DESC LIMIT 1
              ) AS newest ON true
            ) AS campaign
            """;
    /** What is stated beside the units takes less than two kilobytes. */
    private static final String SIZES = """
            SELECT (2048 + (SELECT coalesce(sum(octet_length(unit)), 0) FROM unnest(units) AS unit))::bigint AS size FROM (
            """ + CAMPAIGNS + ") AS sized\n";

    private static final String DAYS = """
            SELECT id, name, first_day, last_day FROM (
            """ + CAMPAIGNS + ") AS named\n";

    private static final String NEWEST_FIRST = """
            ORDER BY at DESC, id LIMIT
            """;
    private static final String ENTRIES = """
            SELECT entry.id, entry.type, entry.authority, coalesce(entry.region, campaign.region) AS region, entry.unit, entry.at,
              entry.inspection, entry.within, entry.figures
            FROM campaign_entry AS entry JOIN campaign ON campaign.id = entry.campaign_id
            WHERE entry.campaign_id = $1
              AND NOT EXISTS (SELECT FROM campaign_withdrawal WHERE entry_id = entry.id)
            ORDER BY entry.at, entry.id
            """;
    private static final String CONFIRMED = """
            SELECT violation_id, code, inspection FROM case_step
            WHERE inspection = ANY ($1) AND action = 'confirm' ORDER BY violation_id
            """;

    /** One page, and the feed position at which it is exact. */
    public record Page(List<Campaign> items, @Nullable String next, String position) {}

    /** Which campaign it is, and its days. */
    public record CampaignDays(CampaignId id, String name, LocalDate from, LocalDate to) {}

    /** Fails with 409 where the region's authority has begun very many campaigns, or the account half as many. */
    Future<Void> create(SqlClient client, Campaign campaign, Account account) {
        UUID by = account.id().value();
        String region = campaign.region().value();
        String authority = authority(account).wire();
        return client.preparedQuery(SERIALISE)
                .execute(Tuple.of(region))
                .compose(turn -> client.preparedQuery(BEGUN)
                        .execute(Tuple.of(region, by, utc(campaign.at().minus(A_YEAR)), authority)))
                .compose(LIMIT::admit)
                .compose(admitted -> insert(client, campaign, account));
    }

    private static Authority authority(Account account) {
        return Objects.requireNonNull(account.authority(), "a regulator has an authority");
    }

    private static Future<Void> insert(SqlClient client, Campaign campaign, Account account) {
        return client.preparedQuery(CREATE)
                .execute(tuple(
                        campaign.basis(),
                        campaign.id().value(),
                        campaign.name(),
                        campaign.region().value(),
                        campaign.authorities().stream().map(Authority::wire).toArray(String[]::new),
                        campaign.units().toArray(String[]::new),
                        campaign.from(),
                        campaign.to(),
                        utc(campaign.at()),
                        account.id().value()))
                .mapEmpty();
    }

    /** Adds a version; region and authorities never change. */
    Future<Void> change(SqlClient client, Campaign changed, Account account, Instant at) {
        return client.preparedQuery(CHANGE)
                .execute(tuple(
                        changed.basis(),
                        changed.id().value(),
                        changed.version(),
                        changed.name(),
                        changed.units().toArray(String[]::new),
                        changed.from(),
                        changed.to(),
                        utc(at),
                        account.id().value()))
                .mapEmpty();
    }

    /** Adds a region that joins, or a new version of what it stated. Fails with a 409 where the account may not state more. */
    Future<Void> join(SqlClient client, CampaignId campaign, Participant joins, Account account, Instant at) {
        return client.preparedQuery(STATED)
                .execute(Tuple.of(
                        campaign.value(), joins.region().value(), account.id().value()))
                .compose(STATEMENTS::admit)
                .compose(admitted -> client.preparedQuery(JOIN)
                        .execute(tuple(
                                joins.basis(),
                                campaign.value(),
                                joins.region().value(),
                                joins.version(),
                                joins.units().toArray(String[]::new),
                                utc(at),
                                account.id().value())))
                .mapEmpty();
    }

    /** The values, followed by those of a campaign's basis. */
    private static Tuple tuple(CampaignBasis basis, @Nullable Object... values) {
        Tuple tuple = Tuple.from(Arrays.asList(values));
        add(tuple, basis.notice());
        tuple.addValue(basis.plan());
        add(tuple, basis.approval());
        return tuple;
    }

    private static void add(Tuple tuple, CampaignBasis.@Nullable Paper paper) {
        tuple.addValue(paper == null ? null : paper.number()).addValue(paper == null ? null : paper.date());
    }

    Future<Void> add(SqlClient client, CampaignId campaign, CampaignEntry entry, Account account) {
        return client.preparedQuery(ADD)
                .execute(Tuple.from(Arrays.asList(
                        entry.id(),
                        campaign.value(),
                        entry.type(),
                        entry.authority().wire(),
                        entry.unit(),
                        utc(entry.at()),
                        account.id().value(),
                        InspectionId.valueOrNull(entry.inspection()),
                        entry.within(),
                        entry.figures(),
                        entry.region().value())))
                .mapEmpty();
    }

    /**
     * Fails with 409 where there are very many entries, those withdrawn included: in all, by the account's authority for
     * the region, or half of that by the account. The caller holds {@link #lock}.
     */
    Future<Void> admitEntry(SqlClient client, CampaignId campaign, RegionCode region, Account account) {
        return client.preparedQuery(ENTERED)
                .execute(Tuple.of(
                        campaign.value(),
                        region.value(),
                        authority(account).wire(),
                        account.id().value()))
                .compose(counted -> counted.iterator().next().getLong("in_all") < ENTRIES_MAX
                        ? ENTRIES_LIMIT.admit(counted)
                        : Future.failedFuture(Refused.with(
                                409, "A campaign has at most " + ENTRIES_MAX + " entries, those withdrawn included.")));
    }

    Future<Void> withdraw(SqlClient client, UUID entry, Account account, Instant at) {
        return client.preparedQuery(WITHDRAW)
                .execute(Tuple.of(entry, utc(at), account.id().value()))
                .mapEmpty();
    }

    /** Locks this campaign against other writers until the transaction ends. */
    Future<Void> lock(SqlClient client, CampaignId id) {
        return client.preparedQuery(SERIALISE).execute(Tuple.of(id.toString())).mapEmpty();
    }

    /** @return empty if there is none in which the account takes part */
    public Future<Optional<Campaign>> find(SqlClient client, Account account, CampaignId id) {
        Conditions conditions = visible(account).and("id = ?", id);
        return client.preparedQuery(CAMPAIGNS + conditions.where())
                .execute(conditions.values())
                .map(rows -> campaigns(rows).stream().findFirst());
    }

    public Future<Page> list(SqlClient client, Account account, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions sizes = visible(account).after("at", after);
        String measured = SIZES + sizes.where() + NEWEST_FIRST + sizes.place(limit + 1);
        return ScopedStore.position(client)
                .compose(position -> client.preparedQuery(measured)
                        .execute(sizes.values())
                        .map(rows -> PageSize.of(rows, limit))
                        .compose(size -> page(client, visible(account).after("at", after), size, position)));
    }

    private static Future<Page> page(SqlClient client, Conditions conditions, PageSize size, String position) {
        return client.preparedQuery(CAMPAIGNS + conditions.where() + NEWEST_FIRST + conditions.place(size.items()))
                .execute(conditions.values())
                .map(CampaignStore::campaigns)
                .map(found -> new Page(found, size.more() ? next(found.getLast()) : null, position));
    }

    private static String next(Campaign last) {
        return new Cursor.AfterViolation(last.at(), last.id().value()).text();
    }

    /** The newest campaigns that the account takes part in and that a year has days of, without what else they state. */
    public Future<List<CampaignDays>> ofYear(SqlClient client, Account account, int year, int most) {
        Conditions conditions = visible(account)
                .and("first_day <= ?", LocalDate.of(year, Month.DECEMBER, 31))
                .and("last_day >= ?", LocalDate.of(year, Month.JANUARY, 1));
        return client.preparedQuery(DAYS + conditions.where() + NEWEST_FIRST + conditions.place(most))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows)
                        .map(row -> new CampaignDays(
                                new CampaignId(row.getUUID("id")),
                                row.getString("name"),
                                row.getLocalDate("first_day"),
                                row.getLocalDate("last_day")))
                        .toList());
    }

    /** Entries that were not withdrawn, in the order of entry. */
    public Future<List<CampaignEntry>> entries(SqlClient client, CampaignId campaign) {
        return client.preparedQuery(ENTRIES)
                .execute(Tuple.of(campaign.value()))
                .map(rows -> RowStream.of(rows).map(CampaignStore::entry).toList());
    }

    /** Each region that joined as it last stated itself, in the order of the codes. */
    public Future<List<Participant>> participants(SqlClient client, CampaignId campaign) {
        return client.preparedQuery(PARTICIPANTS)
                .execute(Tuple.of(campaign.value()))
                .map(rows -> RowStream.of(rows).map(CampaignStore::participant).toList());
    }

    /** The counties within a region that have cafés, as far as the reader sees them. */
    public Future<List<RegionCode>> counties(SqlClient client, RegionCode region) {
        return client.preparedQuery(COUNTIES)
                .execute(Tuple.of(region.value(), region.last().value()))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new RegionCode(row.getString("region")))
                        .toList());
    }

    /** The violations confirmed by these inspections that the reader may see. */
    public Future<List<Confirmed>> confirmed(SqlClient client, Collection<InspectionId> inspections) {
        return client.preparedQuery(CONFIRMED)
                .execute(Tuple.of(
                        (Object) inspections.stream().map(InspectionId::value).toArray(UUID[]::new)))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Confirmed(
                                new ViolationId(row.getUUID("violation_id")),
                                row.getString("code"),
                                new InspectionId(row.getUUID("inspection"))))
                        .toList());
    }

    private static Conditions visible(Account account) {
        Conditions conditions = new Conditions().and("? = ANY (authorities)", account.authority());
        RegionCode own = CampaignLedger.regionOf(account);
        String pattern = Conditions.regionPattern(own);
        return pattern == null
                ? conditions
                : conditions.and(
                        "(region LIKE ?1 OR region = ANY (?2))",
                        pattern,
                        own.covering().stream().map(RegionCode::value).toArray(String[]::new));
    }

    private static List<Campaign> campaigns(RowSet<Row> rows) {
        return RowStream.of(rows).map(CampaignStore::campaign).toList();
    }

    private static Campaign campaign(Row row) {
        return new Campaign(
                new CampaignId(row.getUUID("id")),
                row.getInteger("version"),
                row.getString("name"),
                new RegionCode(row.getString("region")),
                Arrays.stream(row.getArrayOfStrings("authorities"))
                        .map(Authority::of)
                        .toList(),
                List.of(row.getArrayOfStrings("units")),
                row.getLocalDate("first_day"),
                row.getLocalDate("last_day"),
                basis(row),
                Columns.instant(row, "at"));
    }

    private static CampaignBasis basis(Row row) {
        return new CampaignBasis(
                CampaignBasis.Paper.orNull(row.getString("notice_number"), row.getLocalDate("notice_date")),
                row.getString("plan"),
                CampaignBasis.Paper.orNull(row.getString("approval"), row.getLocalDate("approval_date")));
    }

    private static Participant participant(Row row) {
        return new Participant(
                new RegionCode(row.getString("region")),
                row.getInteger("version"),
                List.of(row.getArrayOfStrings("units")),
                basis(row),
                Columns.instant(row, "at"));
    }

    private static CampaignEntry entry(Row row) {
        JsonObject figures = row.getJsonObject("figures");
        return new CampaignEntry(
                row.getUUID("id"),
                row.getString("type"),
                Authority.of(row.getString("authority")),
                new RegionCode(row.getString("region")),
                row.getString("unit"),
                Columns.instant(row, "at"),
                InspectionId.orNull(row.getUUID("inspection")),
                row.getUUID("within"),
                figures);
    }
}
