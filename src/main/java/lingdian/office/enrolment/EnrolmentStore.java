package lingdian.office.enrolment;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.cafe.CafeStore;
import lingdian.platform.database.Columns;
import lingdian.platform.secret.Tokens;
import lingdian.record.hours.ClosureStore;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Enrolment codes, and the keys that agents got for them. Of a code the database holds a keyed hash: its 60 bits could be
 * searched for with the hash alone.
 */
final class EnrolmentStore {
    private static final String CAFES = """
            SELECT place_code, name, region, time_zone FROM cafe
            WHERE region LIKE $1
              AND NOT %s
            ORDER BY place_code
            LIMIT $3
            """.formatted(ClosureStore.closedForGood("cafe", "$2"));
    private static final String CAFE = """
            SELECT place_code, name, region, time_zone FROM cafe WHERE place_code = $1
            """;
    private static final String COUNT = "SELECT count(*) FROM cafe";
    private static final String WITH_A_KEY = """
            SELECT DISTINCT place_code FROM agent_key WHERE place_code = ANY ($1)
            """;
    private static final String WITH_A_CODE = """
            SELECT DISTINCT place_code FROM enrolment
            WHERE place_code = ANY ($1) AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
            """;
    private static final String ISSUE = """
            INSERT INTO enrolment (id, place_code, code_hash, issuer, issued_at, expires_at)
            SELECT id, place_code, code_hash, $4, $5, $6
            FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS new (id, place_code, code_hash)
            """;
    private static final String WITHDRAW = """
            UPDATE enrolment SET withdrawn_at = $3
            WHERE id = $1 AND place_code = $2 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $3
            """;
    private static final String WITHDRAW_ALL = """
            UPDATE enrolment SET withdrawn_at = $2
            WHERE place_code = ANY ($1) AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
            """;
    private static final String IS_GOOD = """
            SELECT FROM enrolment
            WHERE code_hash = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
            """;
    private static final String USE = """
            UPDATE enrolment SET used_at = $2, agent = $3
            WHERE code_hash = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
            RETURNING id, place_code
            """;
    private static final String ENROL = """
            INSERT INTO agent_key (id, place_code, key_hash, created_at, enrolled_at) VALUES ($1, $2, $3, $4, $4)
            """;

    private final Vault vault;

    EnrolmentStore(Vault vault) {
        this.vault = vault;
    }

    /** A code that was used. */
    record Used(UUID enrolment, PlaceCode placeCode) {}

    /** A café that gets a letter. */
    record Addressee(CafeStore.Place cafe, String name) {}

    /** The cafés of a region that the reader sees, by place code; none that was closed for good. */
    Future<List<Addressee>> addressees(SqlClient client, RegionCode region, Instant now, int limit) {
        return client.preparedQuery(CAFES)
                .execute(Tuple.of(region.prefix() + "%", utc(now), limit))
                .map(rows -> rows.stream().map(EnrolmentStore::addressee).toList());
    }

    /** How many cafés the reader sees. */
    Future<Long> cafes(SqlClient client) {
        return client.query(COUNT).execute().map(rows -> rows.iterator().next().getLong(0));
    }

    /** One café; empty if there is none that the reader sees. */
    Future<Optional<Addressee>> addressee(SqlClient client, PlaceCode placeCode) {
        return client.preparedQuery(CAFE)
                .execute(Tuple.of(placeCode.value()))
                .map(rows -> rows.stream().map(EnrolmentStore::addressee).findFirst());
    }

    private static Addressee addressee(Row row) {
        return new Addressee(
                new CafeStore.Place(
                        new PlaceCode(row.getString("place_code")),
                        new RegionCode(row.getString("region")),
                        ZoneId.of(row.getString("time_zone"))),
                row.getString("name"));
    }

    /** Those of the cafés that never had a key. */
    Future<List<Addressee>> withoutKey(SqlClient client, List<Addressee> cafes) {
        return without(client.preparedQuery(WITH_A_KEY).execute(placeCodes(cafes)), cafes);
    }

    /** Those of the cafés that have no code which could still be used. */
    Future<List<Addressee>> withoutCode(SqlClient client, List<Addressee> cafes, Instant now) {
        return without(
                client.preparedQuery(WITH_A_CODE).execute(placeCodes(cafes).addOffsetDateTime(utc(now))), cafes);
    }

    private static Tuple placeCodes(List<Addressee> cafes) {
        return Tuple.tuple()
                .addArrayOfString(cafes.stream()
                        .map(one -> one.cafe().placeCode().value())
                        .toArray(String[]::new));
    }

    private static Future<List<Addressee>> without(Future<RowSet<Row>> found, List<Addressee> cafes) {
        return found.map(rows -> {
            Set<String> having =
                    rows.stream().map(row -> row.getString("place_code")).collect(Collectors.toSet());
            return cafes.stream()
                    .filter(one -> !having.contains(one.cafe().placeCode().value()))
                    .toList();
        });
    }

    /** @param issuer {@code admin} or an authority */
    Future<Void> issue(SqlConnection connection, List<NewEnrolment> codes, String issuer, Instant now, Instant until) {
        return connection
                .preparedQuery(ISSUE)
                .execute(Tuple.tuple()
                        .addValue(Columns.of(codes, UUID[]::new, NewEnrolment::id))
                        .addValue(Columns.of(
                                codes,
                                String[]::new,
                                code -> code.cafe().placeCode().value()))
                        .addValue(Columns.bytes(codes, code -> hash(code.code())))
                        .addString(issuer)
                        .addOffsetDateTime(utc(now))
                        .addOffsetDateTime(utc(until)))
                .mapEmpty();
    }

    /** @return false if there is no such code of the café, or it cannot be used any more */
    Future<Boolean> withdraw(SqlConnection connection, UUID id, PlaceCode placeCode, Instant now) {
        return connection
                .preparedQuery(WITHDRAW)
                .execute(Tuple.of(id, placeCode.value(), utc(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Withdraws all codes of the cafés that could still be used, and returns how many these were. */
    Future<Integer> withdrawAll(SqlConnection connection, Collection<PlaceCode> cafes, Instant now) {
        return connection
                .preparedQuery(WITHDRAW_ALL)
                .execute(Tuple.of(cafes.stream().map(PlaceCode::value).toArray(String[]::new), utc(now)))
                .map(SqlResult::rowCount);
    }

    /** Whether a code could be used now. */
    Future<Boolean> isGood(SqlClient client, EnrolmentCode code, Instant now) {
        return client.preparedQuery(IS_GOOD)
                .execute(Tuple.of(Buffer.buffer(hash(code)), utc(now)))
                .map(rows -> rows.size() == 1);
    }

    /** Uses a code up; of several who use it at once, one gets it. Empty: it is wrong, used, withdrawn or expired. */
    Future<Optional<Used>> use(SqlConnection connection, EnrolmentCode code, @Nullable String agent, Instant now) {
        return connection
                .preparedQuery(USE)
                .execute(Tuple.of(Buffer.buffer(hash(code)), utc(now), agent))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Used(row.getUUID("id"), new PlaceCode(row.getString("place_code")))));
    }

    Future<Void> enrol(SqlConnection connection, UUID keyId, PlaceCode placeCode, String key, Instant now) {
        return connection
                .preparedQuery(ENROL)
                .execute(Tuple.of(keyId, placeCode.value(), Buffer.buffer(Tokens.hash(key)), utc(now)))
                .mapEmpty();
    }

    private byte[] hash(EnrolmentCode code) {
        return vault.lastingContentMac(("enrolment code\0" + code.letters()).getBytes(StandardCharsets.UTF_8));
    }
}
