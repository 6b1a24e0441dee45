package lingdian.office.inspection;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseId;
import lingdian.law.course.Trigger;
import lingdian.office.api.EntryLimit;
import lingdian.office.query.Conditions;
import lingdian.office.query.CountStore;
import lingdian.office.query.Cursor;
import lingdian.office.query.PageSize;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.platform.database.SqlState;
import lingdian.platform.http.Problem;
import lingdian.platform.work.SizedWork;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/**
 * Inspections: only the newest version is shown, and every version is kept.
 *
 * <p>An inspection belongs to one authority and one region: other authorities learn from a case's step that it took
 * place, not what was written about it. An office whose case names it reads what concerns the case's café.
 */
public final class InspectionStore {

    private static final String CREATE = """
            INSERT INTO inspection (id, authority, region, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """;
    private static final String ADD_VERSION = """
            INSERT INTO inspection_version (inspection_id, version, at, account, kind, state, unit, started_at, ended_at, officers,
                                            vehicles, visits, place_codes, violations, content, trigger, recheck_of)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """;
    private static final String ADD_CORRECTION = """
            INSERT INTO inspection_correction (inspection_id, number, at, account, note)
            SELECT $1, 1 + count(*), $2, $3, $4 FROM inspection_correction WHERE inspection_id = $1
            """;
    private static final String SERIALISE = """
            SELECT take_turn('inspection', $1)
            """;
    private static final String FROM = """
            FROM inspection i
            JOIN LATERAL (
              SELECT * FROM inspection_version WHERE inspection_id = i.id ORDER BY version DESC LIMIT 1) v ON true
            """;
    private static final String NEWEST_VERSIONS = """
            SELECT i.id, i.authority, i.region, i.created_at, i.erased_at, v.version, v.at, v.account, v.kind, v.state, v.unit, v.started_at,
                   v.ended_at, v.officers, v.vehicles, v.visits, v.place_codes, v.violations, v.content, v.trigger, v.recheck_of
            """ + FROM;
    private static final String SIZES = """
            SELECT octet_length(v.content) AS size
            """ + FROM;
    /** An inspection of a case is seen by the case's office too: a café that moved took the case along. */
    private static final String WITHIN = """
            (i.region ~>=~ ?1 AND i.region ~<=~ ?2 OR EXISTS (
              SELECT FROM case_action JOIN case_file ON case_file.id = case_action.case_id
              WHERE case_action.inspection = i.id AND case_file.authority = i.authority
                AND case_file.region ~>=~ ?1 AND case_file.region ~<=~ ?2))""";

    /** The cafés of the cases that name an inspection and belong to these regions, and whether it went elsewhere too. */
    private static final String OF_CASES = """
            SELECT cafes, went_elsewhere($1, cafes) AS elsewhere FROM (
              SELECT coalesce(array_agg(DISTINCT case_file.place_code), '{}') AS cafes
              FROM case_action JOIN case_file ON case_file.id = case_action.case_id
              WHERE case_action.inspection = $1 AND case_file.authority = $2
                AND case_file.region ~>=~ $3 AND case_file.region ~<=~ $4) AS named
            """;

    private static final String NEWEST_FIRST = """
            ORDER BY i.created_at DESC, i.id LIMIT
            """;
    private static final EntryLimit LIMIT = new EntryLimit("An inspection", "corrections", 50);

    private static final String ROOM = """
            SELECT count(*) AS entries, count(*) FILTER (WHERE account = $2) AS own FROM inspection_correction WHERE inspection_id = $1
            """;
    /** Of an inspection that got more before there was a limit, the newest. */
    private static final String CORRECTIONS = """
            SELECT number, at, account, note FROM inspection_correction
            WHERE inspection_id = $1
              AND number > (SELECT max(number) FROM inspection_correction WHERE inspection_id = $1) - $2::integer
            ORDER BY number
            """;

    /** Of a case of very many findings, all name its inspection. */
    private static final int CASES_MAX = 1_000;

    private static final String CASES = """
            SELECT DISTINCT violation_id FROM case_step WHERE inspection = $1 ORDER BY violation_id LIMIT $2
            """;
    private static final String KNOWN = """
            SELECT (SELECT count(*) FROM cafe WHERE place_code = ANY ($1)) AS cafes,
                   (SELECT count(*) FROM violation WHERE id = ANY ($2)) AS violations
            """;
    private static final String VISIBLE = "SELECT FROM cafe WHERE place_code = $1";
    /** A case of one of the cafés, in which something was ordered to be corrected. */
    private static final String CORRECTED = """
            SELECT count(*) AS cases FROM case_file
            WHERE id = $1 AND place_code = ANY ($2)
              AND EXISTS (SELECT FROM case_action WHERE case_id = case_file.id AND action = 'correct')
            """;

    /**
     * By closed inspections alone, whose version is the last one: an open one may name a café today and another tomorrow. None
     * that begins after it was closed, which would be inspected for ever.
     */
    private static final String INSPECTED_SINCE = """
            SELECT DISTINCT unnest(v.place_codes) AS place_code
            FROM inspection i JOIN inspection_version v ON v.inspection_id = i.id
            WHERE v.state = 'closed' AND v.started_at BETWEEN $1 AND v.at
            """;

    private final Vertx vertx;
    private final SealedTexts texts;

    public InspectionStore(Vertx vertx, SealedTexts texts) {
        this.vertx = vertx;
        this.texts = texts;
    }

    /** Filter of the list; null: no restriction. */
    public record Filter(
            @Nullable RegionCode region,
            @Nullable String kind,
            @Nullable String state,
            @Nullable PlaceCode placeCode,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** One page, and the feed position at which it is exact. */
    public record Page(List<Inspection> items, @Nullable String next, String position) {}

    /** Fails if the id is taken, by an objection too: the files of both are found by it. */
    public Future<Void> create(
            SqlClient client, InspectionId id, Account account, RegionCode region, InspectionEntry entry, Instant at) {
        return client.preparedQuery(CREATE)
                .execute(Tuple.of(id.value(), Authority.wireOrNull(account.authority()), region.value(), utc(at)))
                .recover(failure -> SqlState.UNIQUE_VIOLATION.isCauseOf(failure)
                        ? Future.failedFuture(taken())
                        : Future.failedFuture(failure))
                .compose(created -> created.rowCount() == 0
                        ? Future.failedFuture(taken())
                        : addVersion(client, id, 1, account, entry, at));
    }

    private static Problem.Thrown taken() {
        return Refused.with(409, "An inspection with this id already exists.");
    }

    /**
     * Fails if the version exists or a version is closed: the caller has read the newest version under {@link #lock}.
     */
    Future<Void> addVersion(
            SqlClient client, InspectionId id, int version, Account account, InspectionEntry entry, Instant at) {
        return client.preparedQuery(ADD_VERSION)
                .execute(Tuple.from(Arrays.asList(
                        id.value(),
                        version,
                        utc(at),
                        account.id().value(),
                        entry.kind(),
                        entry.state(),
                        entry.unit(),
                        utc(entry.startedAt()),
                        utc(entry.endedAt()),
                        entry.officers(),
                        entry.vehicles(),
                        new JsonObject(new LinkedHashMap<>(entry.visited().visits())),
                        entry.visited().placeCodes().stream()
                                .map(PlaceCode::value)
                                .toArray(String[]::new),
                        entry.visited().violations().stream()
                                .map(ViolationId::value)
                                .toArray(UUID[]::new),
                        texts.seal(String.valueOf(entry.confidential()), content(id, version)),
                        entry.purpose().triggerWire(),
                        entry.purpose().recheckId())))
                .mapEmpty();
    }

    /** Fails with 409 where the account may not add a further one. The caller holds {@link #lock}. */
    Future<Void> addCorrection(SqlClient client, InspectionId id, Account account, String note, Instant at) {
        UUID by = account.id().value();
        return client.preparedQuery(ROOM)
                .execute(Tuple.of(id.value(), by))
                .compose(LIMIT::admit)
                .compose(room -> client.preparedQuery(ADD_CORRECTION)
                        .execute(Tuple.of(id.value(), utc(at), by, texts.seal(note, correction(id, at)))))
                .mapEmpty();
    }

    /** Locks this inspection against other writers until the transaction ends. */
    Future<Void> lock(SqlClient client, InspectionId id) {
        return client.preparedQuery(SERIALISE).execute(Tuple.of(id.toString())).mapEmpty();
    }

    /**
     * One of another office is found as far as cases of the account's region lead to it ({@link Inspection.Extent}).
     *
     * @return empty if there is none of the account's authority, in its region or named by a case in its region
     */
    public Future<Optional<Inspection>> find(SqlClient client, Account account, InspectionId id) {
        Conditions conditions = new Conditions().and("i.authority = ?", account.authority());
        RegionCode region = account.region();
        if (region != null) {
            conditions.and(WITHIN, region.value(), region.last().value());
        }
        conditions.and("i.id = ?", id);
        return client.preparedQuery(NEWEST_VERSIONS + conditions.where())
                .execute(conditions.values())
                .compose(this::inspections)
                .map(found -> found.stream().findFirst())
                .compose(found -> region == null
                                || found.isEmpty()
                                || region.covers(found.get().region())
                        ? Future.succeededFuture(found)
                        : ofOtherOffice(client, region, found.get()).map(Optional::of));
    }

    private static Future<Inspection> ofOtherOffice(SqlClient client, RegionCode region, Inspection found) {
        return client.preparedQuery(OF_CASES)
                .execute(Tuple.of(
                        found.id().value(),
                        found.authority().wire(),
                        region.value(),
                        region.last().value()))
                .map(rows -> rows.iterator().next())
                .map(row -> row.getBoolean("elsewhere")
                        ? found.partOf(Arrays.stream(row.getArrayOfStrings("cafes"))
                                .map(PlaceCode::new)
                                .collect(Collectors.toSet()))
                        : found.ofOtherOffice());
    }

    public Future<Page> list(
            SqlClient client, Account account, Filter filter, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions sizes = listed(account, filter, after);
        String measured = SIZES + sizes.where() + NEWEST_FIRST + sizes.place(limit + 1);
        return ScopedStore.position(client)
                .compose(position -> client.preparedQuery(measured)
                        .execute(sizes.values())
                        .map(rows -> PageSize.of(rows, limit))
                        .compose(size -> page(client, listed(account, filter, after), size, position)));
    }

    private static Conditions listed(Account account, Filter filter, Cursor.@Nullable AfterViolation after) {
        Conditions conditions = filtered(visible(account), filter);
        return after == null
                ? conditions
                : conditions.and(
                        "i.created_at <= ?1 AND (i.created_at < ?1 OR i.id > ?2)",
                        after.detectedAt().atOffset(ZoneOffset.UTC),
                        after.id());
    }

    private Future<Page> page(SqlClient client, Conditions conditions, PageSize size, String position) {
        return client.preparedQuery(
                        NEWEST_VERSIONS + conditions.where() + NEWEST_FIRST + conditions.place(size.items()))
                .execute(conditions.values())
                .compose(this::inspections)
                .map(found -> new Page(found, size.more() ? next(found.getLast()) : null, position));
    }

    public Future<List<Inspection.Correction>> corrections(SqlClient client, InspectionId id) {
        return client.preparedQuery(CORRECTIONS)
                .execute(Tuple.of(id.value(), LIMIT.inAll()))
                .map(rows -> RowStream.of(rows).map(row -> correction(row, id)).toList());
    }

    /** The first violations, by id, for whose cases this inspection was sent, or which it confirmed. */
    public Future<List<ViolationId>> cases(SqlClient client, InspectionId id) {
        return client.preparedQuery(CASES)
                .execute(Tuple.of(id.value(), CASES_MAX))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new ViolationId(row.getUUID("violation_id")))
                        .toList());
    }

    /**
     * Whether the reader may see all cafés and violations that an entry names.
     *
     * @param before what the version before names, which may stay: a café that moved away meanwhile is named still
     */
    Future<Boolean> known(SqlClient client, InspectionEntry entry, InspectionEntry.Visited before) {
        String[] cafes = entry.visited().placeCodes().stream()
                .filter(cafe -> !before.placeCodes().contains(cafe))
                .map(PlaceCode::value)
                .toArray(String[]::new);
        UUID[] violations = entry.visited().violations().stream()
                .filter(violation -> !before.violations().contains(violation))
                .map(ViolationId::value)
                .toArray(UUID[]::new);
        return client.preparedQuery(KNOWN)
                .execute(Tuple.from(Arrays.asList(cafes, violations)))
                .map(rows -> rows.iterator().next())
                .map(row -> row.getLong("cafes") == cafes.length && row.getLong("violations") == violations.length);
    }

    /** Whether a reader's scope covers the café now: an inspection stays with its office when its café moves. */
    Future<Boolean> isVisible(SqlClient client, PlaceCode cafe) {
        return client.preparedQuery(VISIBLE).execute(Tuple.of(cafe.value())).map(rows -> rows.size() == 1);
    }

    /** Whether the case that an entry rechecks, if it names one, had something to correct in a café that it names. */
    Future<Boolean> corrected(SqlClient client, InspectionEntry entry) {
        UUID recheckOf = entry.purpose().recheckId();
        return recheckOf == null
                ? Future.succeededFuture(true)
                : client.preparedQuery(CORRECTED)
                        .execute(Tuple.tuple()
                                .addUUID(recheckOf)
                                .addArrayOfString(entry.visited().placeCodes().stream()
                                        .map(PlaceCode::value)
                                        .toArray(String[]::new)))
                        .map(rows -> rows.iterator().next().getLong("cases") == 1);
    }

    /** The cafés that the reader's authority has inspected since then, as closed inspections say. */
    public Future<List<PlaceCode>> inspectedSince(SqlClient client, Instant since) {
        return client.preparedQuery(INSPECTED_SINCE)
                .execute(Tuple.of(utc(since)))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new PlaceCode(row.getString("place_code")))
                        .toList());
    }

    public Future<Long> count(SqlClient client, Account account, Filter filter) {
        return CountStore.count(client, FROM, filtered(visible(account), filter));
    }

    private static Conditions visible(Account account) {
        return new Conditions().and("i.authority = ?", account.authority()).within("i.region", account.region());
    }

    private static Conditions filtered(Conditions conditions, Filter filter) {
        return conditions
                .and("i.region LIKE ?", Conditions.regionPattern(filter.region()))
                .and("v.kind = ?", filter.kind())
                .and("v.state = ?", filter.state())
                .and("? = ANY (v.place_codes)", filter.placeCode())
                .and("v.started_at >= ?", Columns.utc(filter.from()))
                .and("v.started_at < ?", Columns.utc(filter.to()));
    }

    private static String next(Inspection last) {
        return new Cursor.AfterViolation(last.createdAt(), last.id().value()).text();
    }

    /** Long ones are opened on a worker thread. */
    private Future<List<Inspection>> inspections(RowSet<Row> rows) {
        long size = RowStream.of(rows)
                .map(row -> row.getBuffer("content"))
                .filter(Objects::nonNull)
                .mapToLong(Buffer::length)
                .sum();
        return SizedWork.run(
                vertx, size, () -> RowStream.of(rows).map(this::inspection).toList());
    }

    private Inspection inspection(Row row) {
        InspectionId id = new InspectionId(row.getUUID("id"));
        int version = row.getInteger("version");
        return new Inspection(
                id,
                Authority.of(row.getString("authority")),
                new RegionCode(row.getString("region")),
                Columns.instant(row, "created_at"),
                version,
                Columns.instant(row, "at"),
                new AccountId(row.getUUID("account")),
                Columns.instantOrNull(row, "erased_at"),
                Inspection.Extent.OWN,
                entry(row, texts.open(row.getBuffer("content"), content(id, version))));
    }

    private static InspectionEntry entry(Row row, @Nullable String content) {
        return new InspectionEntry(
                row.getString("kind"),
                row.getString("state").equals("closed"),
                row.getString("unit"),
                Columns.instantOrNull(row, "started_at"),
                Columns.instantOrNull(row, "ended_at"),
                row.getInteger("officers"),
                row.getInteger("vehicles"),
                visited(row),
                purpose(row),
                content == null ? null : new JsonObject(content));
    }

    private static Purpose purpose(Row row) {
        String trigger = row.getString("trigger");
        UUID recheckOf = row.getUUID("recheck_of");
        return new Purpose(
                trigger == null ? null : Trigger.of(trigger).orElseThrow(),
                recheckOf == null ? null : new CaseId(recheckOf));
    }

    private static InspectionEntry.Visited visited(Row row) {
        return new InspectionEntry.Visited(
                visits(row.getJsonObject("visits")),
                Arrays.stream(row.getArrayOfStrings("place_codes"))
                        .map(PlaceCode::new)
                        .toList(),
                Arrays.stream(row.getArrayOfUUIDs("violations"))
                        .map(ViolationId::new)
                        .toList());
    }

    private static Map<String, Integer> visits(JsonObject json) {
        var visits = new LinkedHashMap<String, Integer>();
        json.forEach(kind -> visits.put(kind.getKey(), ((Number) kind.getValue()).intValue()));
        return visits;
    }

    private Inspection.Correction correction(Row row, InspectionId id) {
        Instant at = Columns.instant(row, "at");
        Buffer note = row.getBuffer("note");
        return new Inspection.Correction(
                row.getInteger("number"),
                at,
                new AccountId(row.getUUID("account")),
                texts.open(note, correction(id, at)));
    }

    static SealedRef content(InspectionId id, int version) {
        return new SealedRef("", id.value(), version, "inspection");
    }

    /** Bound to the time, because its number is known only when it is written. */
    private static SealedRef correction(InspectionId id, Instant at) {
        return new SealedRef("", id.value(), at.getEpochSecond(), "inspection-correction");
    }
}
