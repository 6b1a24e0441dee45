package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;

/** Says what depends on an account, for administrators: they see whether there is something, and none of the objects. */
final class AccountDependentsStore {
    private static final String OF_ONE = """
            SELECT own.role,
              EXISTS (SELECT FROM roster JOIN roster_duty AS duty USING (region, authority)
               WHERE roster.account = own.id AND own.role = 'regulator' AND roster.region = own.region
                 AND roster.authority = own.authority AND duty.replaced_at IS NULL AND duty.to_at > $2) AS duties,
              EXISTS (SELECT FROM case_assignee AS mine JOIN case_file AS file ON file.id = mine.case_id
               WHERE mine.account = own.id AND NOT file.ended) AS cases,
              EXISTS (SELECT FROM case_assignee AS mine JOIN case_file AS file ON file.id = mine.case_id
               WHERE mine.account = own.id AND NOT file.ended AND NOT EXISTS (
                 SELECT FROM case_assignee AS theirs JOIN account AS person ON person.id = theirs.account
                 WHERE theirs.case_id = file.id AND theirs.account <> own.id AND person.ended_at IS NULL)) AS cases_alone,
              (EXISTS (SELECT FROM unmasking WHERE asked_by = own.id AND granted IS NULL AND ends_at > $2)
                OR EXISTS (SELECT FROM record_request WHERE asked_by = own.id AND granted IS NULL AND ends_at > $2)
                OR EXISTS (SELECT FROM legal_hold WHERE lifting_asked_by = own.id AND lifted_at IS NULL)
                OR EXISTS (SELECT FROM rule_release WHERE author = own.id AND source = 'account' AND state = 'proposed')
                OR EXISTS (SELECT FROM cosigning_key AS key WHERE key.account = own.id AND approved_at IS NULL)) AS requests,
              (SELECT count(*) FROM account AS other
               WHERE other.id <> own.id AND other.ended_at IS NULL AND other.role = own.role
                 AND other.authority IS NOT DISTINCT FROM own.authority AND other.region IS NOT DISTINCT FROM own.region) AS others
            FROM account AS own
            WHERE own.id = $1 AND own.ended_at IS NULL
            """;

    private final QueryPool pool;

    AccountDependentsStore(QueryPool pool) {
        this.pool = pool;
    }

    /** Empty if there is no such account, or it has ended. */
    Future<Optional<AccountDependents>> of(UUID account, Instant now) {
        return pool.preparedQuery(OF_ONE)
                .execute(Tuple.of(account, Columns.utc(now)))
                .map(rows -> RowStream.of(rows).findFirst().map(AccountDependentsStore::dependents));
    }

    private static AccountDependents dependents(Row row) {
        return new AccountDependents(
                row.getString("role"),
                row.getBoolean("duties"),
                row.getBoolean("cases"),
                row.getBoolean("cases_alone"),
                row.getBoolean("requests"),
                row.getLong("others"));
    }
}
