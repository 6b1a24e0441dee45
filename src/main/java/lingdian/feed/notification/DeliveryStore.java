package lingdian.feed.notification;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.law.hours.Area;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Lists the messages of accounts, and makes dead ones due again. */
public final class DeliveryStore {
    /** An account's own messages. An administrator has none, and gets all dead messages. */
    private static final String LIST = """
            SELECT d.id, d.account, d.about, d.area, d.state, d.changes, d.created_at, d.due_at, d.attempts, d.failure,
              d.settled_at, target.format, target.host
            FROM notification_delivery AS d JOIN notification_target AS target ON target.id = d.target
            WHERE ($1::uuid IS NULL AND d.state = 'dead' OR d.account = $1)
              AND ($2::text IS NULL OR d.state = $2)
              AND ($3::timestamptz IS NULL OR d.created_at <= $3 AND (d.created_at < $3 OR d.id > $4))
            ORDER BY d.created_at DESC, d.id
            LIMIT $5
            """;

    private static final String REDRIVE = """
            UPDATE notification_delivery SET state = 'waiting', due_at = $2, give_up_at = $3, attempts = 0, settled_at = NULL
            WHERE id = $1 AND state = 'dead' AND ($4::uuid IS NULL OR account = $4)
            """;

    /** A position in the list's order. */
    public record Place(Instant createdAt, UUID id) {}

    /**
     * One message.
     *
     * @param area null for a reminder
     */
    public record Delivery(
            UUID id,
            AccountId account,
            Topic topic,
            @Nullable Area area,
            int changes,
            Instant createdAt,
            Progress progress,
            Format format,
            String host) {}

    /**
     * How far it has come.
     *
     * @param dueAt of the next attempt, or when it was settled
     * @param failure of the last attempt; null if there was none
     */
    public record Progress(
            String state,
            Instant dueAt,
            int attempts,
            @Nullable String failure,
            @Nullable Instant settledAt) {}

    /**
     * Newest first.
     *
     * @param owner null for an administrator
     * @param state null for all states
     */
    public Future<List<Delivery>> list(
            SqlClient client, @Nullable AccountId owner, @Nullable String state, @Nullable Place after, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.from(Arrays.asList(
                        AccountId.valueOrNull(owner),
                        state,
                        after == null ? null : utc(after.createdAt()),
                        after == null ? null : after.id(),
                        limit)))
                .map(rows -> RowStream.of(rows).map(DeliveryStore::delivery).toList());
    }

    /**
     * Makes a dead message due again, under its id.
     *
     * @param owner null for an administrator
     * @return false if there is no such dead message
     */
    public Future<Boolean> redrive(
            SqlClient client, @Nullable AccountId owner, UUID id, Instant now, Instant giveUpAt) {
        return client.preparedQuery(REDRIVE)
                .execute(Tuple.from(Arrays.asList(id, utc(now), utc(giveUpAt), AccountId.valueOrNull(owner))))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Delivery delivery(Row row) {
        Topic topic = Topic.of(row.getString("about"));
        return new Delivery(
                row.getUUID("id"),
                new AccountId(row.getUUID("account")),
                topic,
                topic.isReminder() ? null : Area.of(row.getString("area")),
                row.getInteger("changes"),
                Columns.instant(row, "created_at"),
                new Progress(
                        row.getString("state"),
                        Columns.instant(row, "due_at"),
                        row.getInteger("attempts"),
                        row.getString("failure"),
                        Columns.instantOrNull(row, "settled_at")),
                Format.of(row.getString("format")),
                row.getString("host"));
    }
}
