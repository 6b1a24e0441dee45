package lingdian.office.inspection;

import static lingdian.platform.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.Conditions;
import lingdian.office.api.Cursor;
import lingdian.office.api.SealedTexts;
import lingdian.platform.Columns;
import lingdian.platform.Rfc3339;
import lingdian.platform.RowStream;
import lingdian.vault.seal.SealedRef;
import org.jspecify.annotations.Nullable;

/**
 * Random draws, each with the pool and the seed that it was made from.
 *
 * <p>Every draw is kept, so repeated draws until the result suits are visible in the list.
 */
public final class DrawStore {
    /** A city has hundreds of cafés, a province some thousands. */
    static final int POOL_MAX = 20_000;

    private static final String POOL = """
            SELECT place_code FROM cafe WHERE region LIKE $1 ORDER BY place_code LIMIT $2
            """;
    private static final String ADD = """
            INSERT INTO draw (id, authority, region, at, account, seed, source, not_inspected_since, pool, drawn, officers)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;
    private static final String DRAWS = """
            SELECT id, region, at, account, seed, source, not_inspected_since, pool, drawn, officers FROM draw
            """;
    private static final String NEWEST_FIRST = """
            ORDER BY at DESC, id LIMIT
            """;

    private final SealedTexts texts;

    public DrawStore(SealedTexts texts) {
        this.texts = texts;
    }

    /**
     * A draw.
     *
     * @param source where the seed was published
     * @param drawn in order
     * @param officers the officers drawn from ({@code pool}) and those drawn ({@code drawn}); null if officers were not
     * drawn, or the text can no longer be opened
     */
    public record StoredDraw(
            UUID id,
            RegionCode region,
            Instant at,
            AccountId account,
            String seed,
            String source,
            @Nullable LocalDate notInspectedSince,
            List<PlaceCode> pool,
            List<PlaceCode> drawn,
            @Nullable JsonObject officers) {
        JsonObject json() {
            return new JsonObject()
                    .put("id", id.toString())
                    .put("region", region.value())
                    .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                    .put("by", account.toString())
                    .put("seed", seed)
                    .put("source", source)
                    .put("notInspectedSince", notInspectedSince == null ? null : notInspectedSince.toString())
                    .put(
                            "pool",
                            new JsonArray(pool.stream().map(PlaceCode::value).toList()))
                    .put(
                            "drawn",
                            new JsonArray(drawn.stream().map(PlaceCode::value).toList()))
                    .put("officers", officers);
        }

        @Override
        public String toString() {
            return "StoredDraw[" + id + "]"; // it holds officers' names
        }
    }

    /** One page. */
    public record Page(List<StoredDraw> items, @Nullable String next) {}

    /** The cafés of a region that the reader may see; fails if there are too many. */
    public Future<List<PlaceCode>> pool(SqlClient client, RegionCode region) {
        String pattern = Conditions.regionPattern(region);
        return client.preparedQuery(POOL)
                .execute(Tuple.of(pattern == null ? "%" : pattern, POOL_MAX + 1))
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
                        draw.seed(),
                        draw.source(),
                        draw.notInspectedSince(),
                        draw.pool().stream().map(PlaceCode::value).toArray(String[]::new),
                        draw.drawn().stream().map(PlaceCode::value).toArray(String[]::new),
                        texts.seal(officers == null ? null : officers.encode(), officers(draw.id())))))
                .mapEmpty();
    }

    public Future<Optional<StoredDraw>> find(SqlClient client, Account account, UUID id) {
        Conditions conditions = visible(account).and("id = ?", id);
        return client.preparedQuery(DRAWS + conditions.where())
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::drawn).findFirst());
    }

    public Future<Page> list(SqlClient client, Account account, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions conditions = visible(account);
        if (after != null) {
            conditions.and("at <= ?1 AND (at < ?1 OR id > ?2)", utcOf(after), after.id());
        }
        return client.preparedQuery(DRAWS + conditions.where() + NEWEST_FIRST + conditions.place(limit + 1))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::drawn).toList())
                .map(found -> page(found, limit));
    }

    private static Object utcOf(Cursor.AfterViolation after) {
        return after.detectedAt().atOffset(ZoneOffset.UTC);
    }

    private static Page page(List<StoredDraw> found, int limit) {
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        StoredDraw last = found.get(limit - 1);
        return new Page(found.subList(0, limit), new Cursor.AfterViolation(last.at(), last.id()).text());
    }

    private static Conditions visible(Account account) {
        return new Conditions()
                .and("authority = ?", account.authority())
                .and("region LIKE ?", Conditions.regionPattern(account.region()));
    }

    private StoredDraw drawn(Row row) {
        UUID id = row.getUUID("id");
        String officers = texts.open(row.getBuffer("officers"), officers(id));
        return new StoredDraw(
                id,
                new RegionCode(row.getString("region")),
                Columns.instant(row, "at"),
                new AccountId(row.getUUID("account")),
                row.getString("seed"),
                row.getString("source"),
                row.getLocalDate("not_inspected_since"),
                codes(row, "pool"),
                codes(row, "drawn"),
                officers == null ? null : new JsonObject(officers));
    }

    private static SealedRef officers(UUID id) {
        return new SealedRef("", id, 0, "draw-officers");
    }

    private static List<PlaceCode> codes(Row row, String column) {
        return Arrays.stream(row.getArrayOfStrings(column)).map(PlaceCode::new).toList();
    }
}
