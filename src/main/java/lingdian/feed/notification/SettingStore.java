package lingdian.feed.notification;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/** The notification settings and targets of accounts. */
public final class SettingStore {
    /** The most targets that an account may have. */
    public static final int TARGETS_MAX = 5;

    private static final String OF = """
            SELECT codes, standings, regions, group_minutes, quiet_from, quiet_to, quiet_drops, muted, language, cases,
              approvals, deadlines
            FROM notification_setting WHERE account = $1
            """;

    private static final String PUT = """
            INSERT INTO notification_setting
              (account, codes, standings, regions, group_minutes, quiet_from, quiet_to, quiet_drops, muted, language, cases,
               approvals, deadlines)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (account) DO UPDATE SET codes = $2, standings = $3, regions = $4, group_minutes = $5,
              quiet_from = $6, quiet_to = $7, quiet_drops = $8, muted = $9, language = $10, cases = $11,
              approvals = $12, deadlines = $13
            """;

    /** Creates the account's row or locks it, so that two concurrent requests do not exceed the limit. */
    private static final String ENSURE = """
            INSERT INTO notification_setting AS s (account) VALUES ($1)
            ON CONFLICT (account) DO UPDATE SET account = s.account
            """;

    private static final String TARGETS = """
            SELECT target.id, target.format, target.host, target.created_at, target.delivered_at,
              count(d.id) FILTER (WHERE d.state IN ('gathering', 'waiting')) AS waiting,
              count(d.id) FILTER (WHERE d.state = 'dead') AS dead
            FROM notification_target AS target LEFT JOIN notification_delivery AS d ON d.target = target.id
            WHERE target.account = $1
            GROUP BY target.id, target.format, target.host, target.created_at, target.delivered_at
            ORDER BY target.created_at, target.id
            """;

    private static final String ADD_TARGET = """
            INSERT INTO notification_target (id, account, format, host, url, secret, created_at, next_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $7
            WHERE (SELECT count(*) FROM notification_target WHERE account = $2) < $8
            """;

    private static final String END_TARGET = "DELETE FROM notification_target WHERE id = $1 AND account = $2";

    private final Vault vault;

    public SettingStore(Vault vault) {
        this.vault = vault;
    }

    /** A target as shown to its account. Its address and secret are never shown. */
    public record Target(
            UUID id,
            Format format,
            String host,
            Instant createdAt,
            @Nullable Instant deliveredAt,
            long waiting,
            long dead) {}

    /** A new target. */
    public record NewTarget(
            UUID id,
            AccountId account,
            Format format,
            String host,
            String url,
            @Nullable String secret) {
        @Override
        public String toString() {
            return "NewTarget[" + id + "]"; // address and secret must not be logged
        }
    }

    /** Empty if the account has no settings. */
    public Future<Optional<NotificationPreferences>> of(SqlClient client, AccountId account) {
        return client.preparedQuery(OF)
                .execute(Tuple.of(account.value()))
                .map(rows -> RowStream.of(rows).map(SettingStore::wanted).findFirst());
    }

    public Future<Void> put(SqlClient client, AccountId account, NotificationPreferences wanted) {
        QuietHours quiet = wanted.quiet();
        return client.preparedQuery(PUT)
                .execute(Tuple.from(Arrays.asList(
                        account.value(),
                        wanted.codes().toArray(String[]::new),
                        wanted.standings().toArray(String[]::new),
                        wanted.regions().stream().map(RegionCode::value).toArray(String[]::new),
                        wanted.groupMinutes(),
                        quiet == null ? null : quiet.from(),
                        quiet == null ? null : quiet.to(),
                        quiet != null && quiet.drops(),
                        wanted.muted(),
                        wanted.language(),
                        wanted.cases(),
                        wanted.approvals(),
                        wanted.deadlines())))
                .mapEmpty();
    }

    /** Oldest first. */
    public Future<List<Target>> targets(SqlClient client, AccountId account) {
        return client.preparedQuery(TARGETS)
                .execute(Tuple.of(account.value()))
                .map(rows -> RowStream.of(rows).map(SettingStore::target).toList());
    }

    /** @return false if the account has the maximum already */
    public Future<Boolean> add(SqlConnection connection, NewTarget target, Instant now) {
        return connection
                .preparedQuery(ENSURE)
                .execute(Tuple.of(target.account().value()))
                .compose(locked -> connection
                        .preparedQuery(ADD_TARGET)
                        .execute(Tuple.from(Arrays.asList(
                                target.id(),
                                target.account().value(),
                                target.format().wire(),
                                target.host(),
                                sealed(target.id(), "url", target.url()),
                                sealed(target.id(), "secret", target.secret()),
                                utc(now),
                                TARGETS_MAX))))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Deletes a target, with all its messages.
     *
     * @return false if the account has no such target
     */
    public Future<Boolean> end(SqlClient client, AccountId account, UUID target) {
        return client.preparedQuery(END_TARGET)
                .execute(Tuple.of(target, account.value()))
                .map(rows -> rows.rowCount() == 1);
    }

    private @Nullable Buffer sealed(UUID target, String column, @Nullable String text) {
        return text == null ? null : Buffer.buffer(vault.seal(text, OutboxStore.ref(target, column)));
    }

    private static NotificationPreferences wanted(Row row) {
        return new NotificationPreferences(
                List.of(row.getArrayOfStrings("codes")),
                List.of(row.getArrayOfStrings("standings")),
                Arrays.stream(row.getArrayOfStrings("regions"))
                        .map(RegionCode::new)
                        .toList(),
                row.getInteger("group_minutes"),
                OutboxFillStore.quiet(row),
                row.getBoolean("muted"),
                row.getString("language"),
                row.getString("cases"),
                row.getBoolean("approvals"),
                row.getString("deadlines"));
    }

    private static Target target(Row row) {
        return new Target(
                row.getUUID("id"),
                Format.of(row.getString("format")),
                row.getString("host"),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "delivered_at"),
                row.getLong("waiting"),
                row.getLong("dead"));
    }
}
