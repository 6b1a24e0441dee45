package lingdian.office.message;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.message.SentMessage.OfCafe;
import lingdian.office.message.SentMessage.Reach;
import lingdian.office.message.SentMessage.Spread;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.platform.database.RowStream;
import lingdian.record.message.MessageStore;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/** Reads what an authority sent to cafés, and how far it came. */
public final class SentMessageStore {
    /** A waiting message whose time is over is told to nobody any more. */
    private static final String STATE = "CASE WHEN state = 'waiting' AND until <= %s THEN 'expired' ELSE state END";

    private static final String OF_REGION = """
            SELECT office_message.*, reach.* FROM office_message
            CROSS JOIN LATERAL (
              SELECT count(*) AS cafes, count(*) FILTER (WHERE state = 'waiting' AND until > %1$s) AS waiting,
                count(*) FILTER (WHERE state = 'delivered') AS delivered, count(*) FILTER (WHERE state = 'read') AS read,
                count(*) FILTER (WHERE state = 'waiting' AND until <= %1$s) AS expired
              FROM message WHERE message.id = office_message.id) AS reach
            """;

    private static final String OF_CAFE = """
            SELECT office_message.*, message.place_code AS cafe, %s AS reached, delivered_at, read_at
            FROM message JOIN office_message USING (id)
            """;

    private static final String CAFES = """
            SELECT place_code AS cafe, %s AS reached, delivered_at, read_at FROM message
            """;

    private static final String KNOWN = "SELECT FROM office_message\n";

    /** So that an account's simultaneous messages are counted one after the other. */
    private static final String LOCK = "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE";

    private static final String COUNT = """
            SELECT count(*) AS sent, count(*) FILTER (WHERE place_code IS NULL) AS to_regions
            FROM office_message WHERE account = $1 AND sent_at >= $2
            """;

    private final SealedTexts texts;

    public SentMessageStore(SealedTexts texts) {
        this.texts = texts;
    }

    /** How many messages an account has sent. */
    record Sent(long all, long toRegions) {}

    /** Counts an account's messages since a moment, within the transaction that adds one. */
    Future<Sent> sent(SqlConnection connection, Account account, Instant since) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(account.id().value()))
                .compose(locked -> connection
                        .preparedQuery(COUNT)
                        .execute(Tuple.of(account.id().value(), utc(since))))
                .map(rows -> rows.iterator().next())
                .map(row -> new Sent(row.getLong("sent"), row.getLong("to_regions")));
    }

    /** Those for a region or one within it, newest first. */
    public Future<List<Spread>> ofRegion(
            SqlClient client,
            Scope scope,
            RegionCode region,
            Instant now,
            Cursor.@Nullable AfterViolation after,
            int limit) {
        Conditions conditions = new Conditions()
                .and("authority = ?", scope.authority())
                .within("region", region)
                .after("sent_at", after);
        String at = moment(conditions, now);
        return client.preparedQuery(OF_REGION.formatted(at)
                        + conditions.where()
                        + "ORDER BY sent_at DESC, id LIMIT "
                        + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::spread).toList());
    }

    /** Those for one café, its region's included, newest first. */
    public Future<List<OfCafe>> ofCafe(
            SqlClient client,
            Scope scope,
            PlaceCode placeCode,
            Instant now,
            Cursor.@Nullable AfterViolation after,
            int limit) {
        Conditions conditions = new Conditions()
                .and("message.place_code = ?", placeCode)
                .and("authority = ?", scope.authority())
                .after("at", after);
        String state = STATE.formatted(moment(conditions, now));
        return client.preparedQuery(OF_CAFE.formatted(state)
                        + conditions.where()
                        + "ORDER BY at DESC, id LIMIT "
                        + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows)
                        .map(row -> new OfCafe(message(row), reach(row)))
                        .toList());
    }

    /** Whether there is such a message for this region or one within it. */
    Future<Boolean> known(SqlClient client, Scope scope, RegionCode region, UUID id) {
        Conditions conditions = new Conditions()
                .and("id = ?", id)
                .and("authority = ?", scope.authority())
                .within("region", region);
        return client.preparedQuery(KNOWN + conditions.where())
                .execute(conditions.values())
                .map(rows -> rows.size() == 1);
    }

    /** How far a message came in each café, by place code. */
    public Future<List<Reach>> cafes(
            SqlClient client, UUID id, @Nullable String state, Instant now, @Nullable PlaceCode after, int limit) {
        Conditions conditions = new Conditions().and("id = ?", id).and("place_code ~>~ ?", after);
        String reached = STATE.formatted(moment(conditions, now));
        conditions.and(reached + " = ?", state);
        return client.preparedQuery(CAFES.formatted(reached)
                        + conditions.where()
                        + "ORDER BY place_code COLLATE \"C\" LIMIT "
                        + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(SentMessageStore::reach).toList());
    }

    private static String moment(Conditions conditions, Instant now) {
        return conditions.place(now.atOffset(ZoneOffset.UTC)) + "::timestamptz";
    }

    private Spread spread(Row row) {
        return new Spread(
                message(row),
                row.getLong("cafes"),
                row.getLong("waiting"),
                row.getLong("delivered"),
                row.getLong("read"),
                row.getLong("expired"));
    }

    private static Reach reach(Row row) {
        return new Reach(
                new PlaceCode(row.getString("cafe")),
                row.getString("reached"),
                instantOrNull(row, "delivered_at"),
                instantOrNull(row, "read_at"));
    }

    private SentMessage message(Row row) {
        UUID id = row.getUUID("id");
        return new SentMessage(
                id,
                Authority.of(row.getString("authority")),
                new RegionCode(row.getString("region")),
                PlaceCode.orNull(row.getString("place_code")),
                row.getString("purpose"),
                texts.open(row.getBuffer("text"), MessageStore.ref(id)),
                instant(row, "sent_at"),
                instant(row, "valid_until"));
    }
}
