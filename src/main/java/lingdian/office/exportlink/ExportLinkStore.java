package lingdian.office.exportlink;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.office.export.TableFormat;
import lingdian.office.query.JsonValues;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;

/** Links to lists. A sign-out ends those of its account in the database (V78). */
public final class ExportLinkStore {
    private static final String LIVE = """
            SELECT id, account, list, filter, form, at, expires_at, uses, used_at FROM export_link
            WHERE account = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY at DESC, id
            """;
    private static final String LOCK = "SELECT take_turn('export-link', $1)";
    private static final String SWEEP = "DELETE FROM export_link WHERE account = $1 AND expires_at <= $2";
    private static final String ADD = """
            INSERT INTO export_link (id, account, token_hash, list, filter, form, at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    private static final String USE = """
            UPDATE export_link SET uses = uses + 1, used_at = $2
            WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2 AND uses < $3
            RETURNING id, account, list, filter, form, at, expires_at, uses, used_at
            """;
    private static final String STANDS = """
            SELECT FROM export_link WHERE id = $1 AND ended_at IS NULL AND expires_at > $2
            """;
    private static final String END = """
            UPDATE export_link SET ended_at = $3 WHERE id = $1 AND account = $2 AND ended_at IS NULL AND expires_at > $3
            """;

    /** An account's links that can be opened, the newest first. */
    Future<List<ExportLink>> live(SqlClient client, AccountId account, Instant now) {
        return client.preparedQuery(LIVE)
                .execute(Tuple.of(account.value(), utc(now)))
                .map(rows -> RowStream.of(rows).map(ExportLinkStore::link).toList());
    }

    /** The same, within a transaction in which no other adds one; those that have expired are deleted. */
    Future<List<ExportLink>> lockAndSweep(SqlClient client, AccountId account, Instant now) {
        return client.preparedQuery(LOCK)
                .execute(Tuple.of(account.toString()))
                .compose(locked -> client.preparedQuery(SWEEP).execute(Tuple.of(account.value(), utc(now))))
                .compose(swept -> live(client, account, now));
    }

    /** @param tokenHash of the secret */
    Future<Void> add(SqlClient client, ExportLink link, byte[] tokenHash) {
        return client.preparedQuery(ADD)
                .execute(Tuple.of(
                        link.id(),
                        link.account().value(),
                        Buffer.buffer(tokenHash),
                        link.list(),
                        link.filterJson(),
                        link.form().ending(),
                        utc(link.at()),
                        utc(link.expiresAt())))
                .mapEmpty();
    }

    /** The link of a secret, counted as opened; empty if it has ended, or was opened too often. */
    Future<Optional<ExportLink>> use(SqlClient client, byte[] tokenHash, Instant now, int usesMax) {
        return client.preparedQuery(USE)
                .execute(Tuple.of(Buffer.buffer(tokenHash), utc(now), usesMax))
                .map(rows -> RowStream.of(rows).map(ExportLinkStore::link).findFirst());
    }

    /** Whether a link can still be opened. */
    Future<Boolean> stands(SqlClient client, UUID id, Instant now) {
        return client.preparedQuery(STANDS).execute(Tuple.of(id, utc(now))).map(rows -> rows.size() == 1);
    }

    /** False if the account has no such link that can be opened. */
    Future<Boolean> end(SqlClient client, AccountId account, UUID id, Instant now) {
        return client.preparedQuery(END)
                .execute(Tuple.of(id, account.value(), utc(now)))
                .map(ended -> ended.rowCount() == 1);
    }

    private static ExportLink link(Row row) {
        return new ExportLink(
                row.getUUID("id"),
                new AccountId(row.getUUID("account")),
                row.getString("list"),
                JsonValues.textsByName(row.getJsonObject("filter")),
                TableFormat.ofEnding(row.getString("form")),
                Columns.instant(row, "at"),
                Columns.instant(row, "expires_at"),
                row.getInteger("uses"),
                Columns.instantOrNull(row, "used_at"));
    }
}
