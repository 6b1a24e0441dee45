package lingdian.record.evidence;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.json.AsideJson;
import lingdian.law.judge.Aside;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Reads the content of an evidence bundle, as the service: what a reader may see was decided before. */
final class EvidenceStore {
    /** The most sessions that a summary lists. */
    static final int SESSIONS_MAX = 500;

    private static final String STREAM = "SELECT number FROM stream WHERE place_code = $1 AND stream = $2";

    private static final String RECORDS = """
            SELECT day, seq, received_at, sent_at, effective_at, body, outcome, content_mac, sealed_hash, chain,
                   (SELECT version FROM rule_release WHERE number = release_number) AS rules
            FROM recorded
            WHERE stream_number = $1 AND seq BETWEEN $2 AND $3 AND from_seq <= $3 AND to_seq >= $2 ORDER BY seq LIMIT $4
            """;

    private static final String CAFE = """
            SELECT name, licence_number, licence_valid_until, address, terminals, staff_terminals, time_zone
            FROM cafe WHERE place_code = $1
            """;

    private static final String SCHEDULES = """
            SELECT coalesce(place_code, region) AS area, weekly, valid_from, valid_to, document
            FROM schedule
            WHERE entered_at <= $3 AND (place_code = $1 OR region IN ($2, left($2, 4) || '00', left($2, 2) || '0000'))
            ORDER BY entered
            """;

    private static final String ORDERS = """
            SELECT coalesce(place_code, region) AS area, kind, begins_at, ends_at, document
            FROM hours_order
            WHERE begins_at < $4 AND ends_at > $3 AND begins_at < ends_at
              AND (place_code = $1 OR region IN ($2, left($2, 4) || '00', left($2, 2) || '0000'))
            ORDER BY entered
            """;

    private static final String SUSPENSIONS = """
            SELECT begins_at, ends_at, document FROM suspension
            WHERE place_code = $1 AND begins_at < $3 AND coalesce(ends_at, 'infinity') > $2 ORDER BY begins_at
            """;

    private static final String SESSIONS = """
            SELECT terminal, session, started_at, ended_at, inferred_end FROM session
            WHERE place_code = $1 AND started_at <= $3 AND coalesce(ended_at, 'infinity') >= $2
            ORDER BY terminal, started_at LIMIT $4
            """;

    /** The last hello that was received before a time. */
    private static final String HELLO = """
            SELECT content FROM aside
            WHERE place_code = $1 AND at <= $2 AND content::jsonb ->> 'kind' = 'hello'
            ORDER BY number DESC LIMIT 1
            """;

    private static final String CONFIRMED = """
            SELECT count(*) AS confirmed FROM case_step
            WHERE place_code = $1 AND code = $2 AND violation_id <> $3 AND action = 'confirm' AND at >= $4 AND at <= $5
            """;

    private final QueryPool pool;
    private final RecordHash hash;

    EvidenceStore(QueryPool pool, RecordHash hash) {
        this.pool = pool;
        this.hash = hash;
    }

    /** A record and its chain hash. */
    record Recorded(RecordDigest record, byte[] chain) {}

    /** A café as it is configured now. */
    record Cafe(
            String name,
            String licence,
            @Nullable LocalDate licenceValidUntil,
            @Nullable String address,
            @Nullable Integer terminals,
            List<String> staffTerminals,
            String timeZone) {}

    /** A decision about hours. */
    record Decision(String area, JsonObject what, String document) {}

    /** A session of the café: a seat and its times, no person. */
    record Seat(
            String terminal,
            String session,
            Instant from,
            @Nullable Instant to,
            boolean inferredEnd) {}

    /** The last description of itself that the café's agent sent before {@code until}. */
    Future<Optional<Aside.Greeted>> hello(PlaceCode placeCode, Instant until) {
        return pool.preparedQuery(HELLO)
                .execute(Tuple.of(placeCode.value(), utc(until)))
                .map(rows -> list(rows, row -> AsideJson.read(row.getString("content"))).stream()
                        .flatMap(aside -> aside instanceof Aside.Greeted hello ? Stream.of(hello) : Stream.empty())
                        .findFirst());
    }

    /** How many other findings of a rule in the café were confirmed between two times. */
    Future<Long> confirmed(PlaceCode placeCode, String code, ViolationId but, Instant from, Instant to) {
        return pool.preparedQuery(CONFIRMED)
                .execute(Tuple.of(placeCode.value(), code, but.value(), utc(from), utc(to)))
                .map(rows -> rows.iterator().next().getLong("confirmed"));
    }

    Future<Optional<Integer>> streamNumber(PlaceCode placeCode, UUID stream) {
        return pool.preparedQuery(STREAM)
                .execute(Tuple.of(placeCode.value(), stream))
                .map(rows ->
                        list(rows, row -> row.getInteger("number")).stream().findFirst());
    }

    /** The rows of a stream's records from one number to another, in order, at most {@code limit}. */
    Future<RowSet<Row>> records(int streamNumber, long from, long to, int limit) {
        return pool.preparedQuery(RECORDS).execute(Tuple.of(streamNumber, from, to, limit));
    }

    /** What such rows hold. Each event is hashed: not for an event loop. */
    List<Recorded> recorded(RowSet<Row> rows) {
        return list(rows, this::recorded);
    }

    Future<Optional<Cafe>> cafe(PlaceCode placeCode) {
        return pool.preparedQuery(CAFE)
                .execute(Tuple.of(placeCode.value()))
                .map(rows -> list(rows, EvidenceStore::cafe).stream().findFirst());
    }

    Future<List<Decision>> schedules(PlaceCode placeCode, RegionCode region, Instant enteredUntil) {
        return pool.preparedQuery(SCHEDULES)
                .execute(Tuple.of(placeCode.value(), region.value(), utc(enteredUntil)))
                .map(rows -> list(rows, EvidenceStore::schedule));
    }

    Future<List<Decision>> orders(PlaceCode placeCode, RegionCode region, Instant from, Instant to) {
        return pool.preparedQuery(ORDERS)
                .execute(Tuple.of(placeCode.value(), region.value(), utc(from), utc(to)))
                .map(rows -> list(rows, row -> order(row, row.getString("area"), row.getString("kind"))));
    }

    Future<List<Decision>> suspensions(PlaceCode placeCode, Instant from, Instant to) {
        return pool.preparedQuery(SUSPENSIONS)
                .execute(Tuple.of(placeCode.value(), utc(from), utc(to)))
                .map(rows -> list(rows, row -> order(row, placeCode.value(), "suspended")));
    }

    Future<List<Seat>> seats(PlaceCode placeCode, Instant from, Instant to) {
        return pool.preparedQuery(SESSIONS)
                .execute(Tuple.of(placeCode.value(), utc(from), utc(to), SESSIONS_MAX))
                .map(rows -> list(rows, EvidenceStore::seat));
    }

    private Recorded recorded(Row row) {
        String body = StoredBody.read(row.getString("body"));
        Buffer sealedHash = row.getBuffer("sealed_hash");
        var record = new RecordDigest(
                row.getLocalDate("day"),
                row.getLong("seq"),
                row.getOffsetDateTime("received_at").toInstant(),
                instant(row, "sent_at"),
                instant(row, "effective_at"),
                RecordDigest.shown(body),
                row.getString("outcome"),
                row.getString("rules"),
                RecordDigest.kept(hash, body, row.getBuffer("content_mac").getBytes()),
                sealedHash == null ? null : sealedHash.getBytes());
        return new Recorded(record, row.getBuffer("chain").getBytes());
    }

    private static Cafe cafe(Row row) {
        return new Cafe(
                row.getString("name"),
                row.getString("licence_number"),
                row.getLocalDate("licence_valid_until"),
                row.getString("address"),
                row.getInteger("terminals"),
                List.of(row.getArrayOfStrings("staff_terminals")),
                row.getString("time_zone"));
    }

    private static Decision schedule(Row row) {
        LocalDate to = row.getLocalDate("valid_to");
        return new Decision(
                row.getString("area"),
                new JsonObject()
                        .put("weekly", row.getJsonObject("weekly"))
                        .put("from", row.getLocalDate("valid_from").toString())
                        .put("to", to == null ? null : to.toString()),
                row.getString("document"));
    }

    private static Decision order(Row row, String area, String kind) {
        Instant to = instant(row, "ends_at");
        return new Decision(
                area,
                new JsonObject()
                        .put("kind", kind)
                        .put(
                                "from",
                                row.getOffsetDateTime("begins_at").toInstant().toString())
                        .put("to", to == null ? null : to.toString()),
                row.getString("document"));
    }

    private static Seat seat(Row row) {
        return new Seat(
                row.getString("terminal"),
                row.getString("session"),
                row.getOffsetDateTime("started_at").toInstant(),
                instant(row, "ended_at"),
                row.getBoolean("inferred_end"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return RowStream.of(rows).map(read).toList();
    }
}
