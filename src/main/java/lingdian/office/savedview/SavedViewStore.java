package lingdian.office.savedview;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.office.query.JsonValues;
import lingdian.platform.database.RowStream;

/** Saved views, each of one account; a shared one is seen by the accounts of its office. */
final class SavedViewStore {
    private static final String SEEN = """
            SELECT worklist_view.id, worklist_view.name, filter, shared, account.name AS by, account.id = $1 AS own
            FROM worklist_view JOIN account ON account.id = worklist_view.account
            WHERE account.id = $1
              OR shared AND account.authority = $2 AND account.region = $3 AND account.role = 'regulator' AND account.ended_at IS NULL
            ORDER BY account.id = $1 DESC, worklist_view.name, worklist_view.id LIMIT $4
            """;
    private static final String LOCK = """
            SELECT take_turn('worklist-view', $1)
            """;
    private static final String COUNT = "SELECT count(*) AS count FROM worklist_view WHERE account = $1";
    private static final String ADD = """
            INSERT INTO worklist_view (id, account, name, filter, shared, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
            """;
    private static final String CHANGE = """
            UPDATE worklist_view SET name = $3, shared = $4, changed_at = $5 WHERE id = $1 AND account = $2
            """;
    private static final String REMOVE = "DELETE FROM worklist_view WHERE id = $1 AND account = $2";

    /** Those of an account, and then those that its office shares, each by name. */
    Future<List<SavedView>> seen(
            SqlClient client, AccountId account, Authority authority, RegionCode region, int most) {
        return client.preparedQuery(SEEN)
                .execute(Tuple.of(account.value(), authority.wire(), region.value(), most))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new SavedView(
                                row.getUUID("id"),
                                row.getString("name"),
                                JsonValues.textsByName(row.getJsonObject("filter")),
                                row.getBoolean("shared"),
                                row.getBoolean("own"),
                                row.getString("by")))
                        .toList());
    }

    /** How many an account has; within a transaction, no other adds one meanwhile. */
    Future<Long> lockAndCount(SqlClient client, AccountId account) {
        return client.preparedQuery(LOCK)
                .execute(Tuple.of(account.value().toString()))
                .compose(locked -> client.preparedQuery(COUNT).execute(Tuple.of(account.value())))
                .map(rows -> rows.iterator().next().getLong("count"));
    }

    Future<Void> add(SqlClient client, AccountId account, SavedView view, Instant now) {
        return client.preparedQuery(ADD)
                .execute(Tuple.of(
                        view.id(),
                        account.value(),
                        view.name(),
                        view.json().getJsonObject("filter"),
                        view.shared(),
                        utc(now)))
                .mapEmpty();
    }

    /** False if the account has no such view. */
    Future<Boolean> change(SqlClient client, AccountId account, UUID id, String name, boolean shared, Instant now) {
        return client.preparedQuery(CHANGE)
                .execute(Tuple.of(id, account.value(), name, shared, utc(now)))
                .map(changed -> changed.rowCount() == 1);
    }

    /** False if the account has no such view. */
    Future<Boolean> remove(SqlClient client, AccountId account, UUID id) {
        return client.preparedQuery(REMOVE)
                .execute(Tuple.of(id, account.value()))
                .map(removed -> removed.rowCount() == 1);
    }
}
