package lingdian.office.inspection;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.office.query.PageSize;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.platform.text.Rfc3339;
import lingdian.platform.work.SizedWork;
import lingdian.record.evidence.CheckpointStore.Beacon;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/**
 * Announced draws, each with its pool. The result follows from the pool and the seed, which is not known at the
 * announcement, so none is stored.
 *
 * <p>Every draw is kept, so repeated draws until the result suits are visible in the list.
 */
public final class DrawStore {
    /** A city has hundreds of cafés, a province some thousands. */
    static final int POOL_MAX = 20_000;

    private static final String POOL = """
            SELECT place_code FROM cafe
            WHERE region LIKE $1
              AND (licence_valid_until IS NULL OR licence_valid_until >= ($3 AT TIME ZONE interval '8 hours')::date)
              AND NOT EXISTS (SELECT FROM suspension WHERE suspension.place_code = cafe.place_code
                AND begins_at <= $3 AND (ends_at IS NULL OR ends_at > $3))
              AND NOT EXISTS (SELECT FROM closure WHERE closure.place_code = cafe.place_code
                AND begins_at <= $3 AND (ends_at IS NULL OR ends_at > $3))
            ORDER BY place_code LIMIT $2
            """;
    private static final String ADD = """
            INSERT INTO draw (id, authority, region, at, account, beacon_day, commitment, not_inspected_since, pool, cafes, officers)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;
    private static final String DRAWS = """
            SELECT id, region, at, account, beacon_day, commitment, not_inspected_since, pool, cafes, officers FROM draw
            """;
    /** Of an answer: a place code in quotation marks, and a comma. */
    private static final int BYTES_OF_A_CAFE = 17;

    private static final String SIZES = """
            SELECT coalesce(octet_length(officers), 0) + %d * cardinality(pool) AS size FROM draw
            """.formatted(BYTES_OF_A_CAFE);

    private static final String NEWEST_FIRST = """
            ORDER BY at DESC, id LIMIT
            """;

    private final Vertx vertx;
    private final SealedTexts texts;

    public DrawStore(Vertx vertx, SealedTexts texts) {
        this.vertx = vertx;
        this.texts = texts;
    }

    /**
     * An announced draw.
     *
     * @param beaconDay of the announcement: the seed is the hash of the checkpoint that closes it
     * @param commitment the hash of all that was announced, in hexadecimal
     * @param count how many cafés are drawn
     * @param officers the officers to draw from ({@code pool}) and how many ({@code count}); null if officers are not
     * drawn, or the text can no longer be opened
     */
    public record StoredDraw(
            UUID id,
            RegionCode region,
            Instant at,
            AccountId account,
            LocalDate beaconDay,
            String commitment,
            @Nullable LocalDate notInspectedSince,
            List<PlaceCode> pool,
            int count,
            @Nullable JsonObject officers) {

        /** How many names are drawn from. */
        long names() {
            return pool.size()
                    + (officers == null ? 0 : officers.getJsonArray("pool").size());
        }

        /** @param beacon the checkpoint whose hash is the seed; null until it is made */
        JsonObject json(@Nullable Beacon beacon) {
            List<String> codes = pool.stream().map(PlaceCode::value).toList();
            return new JsonObject()
                    .put("id", id.toString())
                    .put("region", region.value())
                    .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                    .put("by", account.toString())
                    .put("state", beacon == null ? "announced" : "drawn")
                    .put("commitment", commitment)
                    .put(
                            "beacon",
                            new JsonObject()
                                    .put("day", beaconDay.toString())
                                    .put("checkpoint", beacon == null ? null : beacon.number())
                                    .put("seed", beacon == null ? null : beacon.hash()))
                    .put("notInspectedSince", notInspectedSince == null ? null : notInspectedSince.toString())
                    .put("pool", new JsonArray(codes))
                    .put("count", count)
                    .put("drawn", drawn(beacon, codes, count))
                    .put("officers", officers == null ? null : officers(officers, beacon));
        }

        private static JsonObject officers(JsonObject announced, @Nullable Beacon beacon) {
            List<String> names =
                    announced.getJsonArray("pool").stream().map(String::valueOf).toList();
            return announced.copy().put("drawn", drawn(beacon, names, announced.getInteger("count")));
        }

        private static @Nullable JsonArray drawn(@Nullable Beacon beacon, List<String> pool, int count) {
            return beacon == null ? null : new JsonArray(Draw.of(beacon.hash(), pool, count));
        }

        @Override
        public String toString() {
            return "StoredDraw[" + id + "]"; // it holds officers' names
        }
    }

    /** One page, and the feed position at which it is exact. */
    public record Page(List<StoredDraw> items, @Nullable String next, String position) {}

    /**
     * The cafés of a region that the reader may see and that may be drawn: licensed, not suspended and not closed. Fails if
     * there are too many.
     */
    public Future<List<PlaceCode>> pool(SqlClient client, RegionCode region, Instant now) {
        String pattern = Conditions.regionPattern(region);
        return client.preparedQuery(POOL)
                .execute(Tuple.of(pattern == null ? "%" : pattern, POOL_MAX + 1, utc(now)))
                .map(rows -> {
                    if (rows.size() > POOL_MAX) {
                        throw Refused.body("/region", "expected a region of at most " + POOL_MAX + " cafés");
                    }
                    return RowStream.of(rows)
                            .map(row -> new PlaceCode(row.getString("place_code")))
                            .toList();
                });
    }

    Future<Void> add(SqlClient client, Account account, StoredDraw draw) {
        JsonObject officers = draw.officers();
        return client.preparedQuery(ADD)
                .execute(Tuple.from(Arrays.asList(
                        draw.id(),
                        Authority.wireOrNull(account.authority()),
                        draw.region().value(),
                        utc(draw.at()),
                        account.id().value(),
                        draw.beaconDay(),
                        Buffer.buffer(HexFormat.of().parseHex(draw.commitment())),
                        draw.notInspectedSince(),
                        draw.pool().stream().map(PlaceCode::value).toArray(String[]::new),
                        draw.count(),
                        texts.seal(officers == null ? null : officers.encode(), officers(draw.id())))))
                .mapEmpty();
    }

    public Future<Optional<StoredDraw>> find(SqlClient client, Account account, UUID id) {
        Conditions conditions = visible(account).and("id = ?", id);
        return client.preparedQuery(DRAWS + conditions.where())
                .execute(conditions.values())
                .compose(this::drawn)
                .map(found -> found.stream().findFirst());
    }

    public Future<Page> list(SqlClient client, Account account, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions sizes = listed(account, after);
        String measured = SIZES + sizes.where() + NEWEST_FIRST + sizes.place(limit + 1);
        return ScopedStore.position(client)
                .compose(position -> client.preparedQuery(measured)
                        .execute(sizes.values())
                        .map(rows -> PageSize.of(rows, limit))
                        .compose(size -> page(client, listed(account, after), size, position)));
    }

    private static Conditions listed(Account account, Cursor.@Nullable AfterViolation after) {
        Conditions conditions = visible(account);
        conditions.after("at", after);
        return conditions;
    }

    private Future<Page> page(SqlClient client, Conditions conditions, PageSize size, String position) {
        return client.preparedQuery(DRAWS + conditions.where() + NEWEST_FIRST + conditions.place(size.items()))
                .execute(conditions.values())
                .compose(this::drawn)
                .map(found -> new Page(found, size.more() ? next(found.getLast()) : null, position));
    }

    private static String next(StoredDraw last) {
        return new Cursor.AfterViolation(last.at(), last.id()).text();
    }

    private static Conditions visible(Account account) {
        return new Conditions()
                .and("authority = ?", account.authority())
                .and("region LIKE ?", Conditions.regionPattern(account.region()));
    }

    /** Those of many cafés on a worker thread. */
    private Future<List<StoredDraw>> drawn(RowSet<Row> rows) {
        long size = RowStream.of(rows)
                .mapToLong(row -> (long) BYTES_OF_A_CAFE * row.getArrayOfStrings("pool").length)
                .sum();
        return SizedWork.run(
                vertx, size, () -> RowStream.of(rows).map(this::drawn).toList());
    }

    private StoredDraw drawn(Row row) {
        UUID id = row.getUUID("id");
        String officers = texts.open(row.getBuffer("officers"), officers(id));
        return new StoredDraw(
                id,
                new RegionCode(row.getString("region")),
                Columns.instant(row, "at"),
                new AccountId(row.getUUID("account")),
                row.getLocalDate("beacon_day"),
                HexFormat.of().formatHex(row.getBuffer("commitment").getBytes()),
                row.getLocalDate("not_inspected_since"),
                codes(row, "pool"),
                row.getInteger("cafes"),
                officers == null ? null : new JsonObject(officers));
    }

    private static SealedRef officers(UUID id) {
        return new SealedRef("", id, 0, "draw-officers");
    }

    private static List<PlaceCode> codes(Row row, String column) {
        return Arrays.stream(row.getArrayOfStrings(column)).map(PlaceCode::new).toList();
    }
}
