package lingdian.office.returns;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import lingdian.access.account.Account;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.office.api.EntryLimit;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;

/** What counties submitted: every version is kept, and the newest is the one that counts. */
public final class ReturnSubmissionStore {
    private static final String COLUMNS = "region, period, version, at, officer, form, figures";

    private static final String NEWEST = """
            SELECT DISTINCT ON (period, region) %s FROM return_submission
            WHERE authority = $1 AND region ~>=~ $2 AND region ~<=~ $3 AND period = ANY ($4)
            ORDER BY period, region, version DESC
            """.formatted(COLUMNS);

    private static final String VERSIONS = """
            SELECT %s FROM return_submission WHERE authority = $1 AND region = $2 AND period = $3 ORDER BY version DESC
            """.formatted(COLUMNS);

    private static final String SERIALISE = """
            SELECT take_turn('return', $1)
            """;

    private static final String WRITTEN = """
            SELECT count(*) AS entries, count(*) FILTER (WHERE account = $4) AS own
            FROM return_submission WHERE authority = $1 AND region = $2 AND period = $3
            """;

    /** Whoever reads a return is shown all of them. */
    private static final EntryLimit LIMIT = new EntryLimit("A return", "versions", 100);

    private static final String SUBMIT = """
            INSERT INTO return_submission (authority, region, period, version, at, account, officer, form, figures)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    /** The newest version of each county in a region, of each of these periods. */
    public Future<List<Submission>> newest(
            SqlClient client, Authority authority, RegionCode region, Collection<String> periods) {
        return client.preparedQuery(NEWEST)
                .execute(Tuple.of(
                        authority.wire(), region.value(), region.last().value(), periods.toArray(String[]::new)))
                .map(ReturnSubmissionStore::submissions);
    }

    /** All versions of a county's return, the newest first. */
    public Future<List<Submission>> versions(SqlClient client, Authority authority, RegionCode county, String period) {
        return client.preparedQuery(VERSIONS)
                .execute(Tuple.of(authority.wire(), county.value(), period))
                .map(ReturnSubmissionStore::submissions);
    }

    /**
     * The number of the next version, with the return locked against other officers until the transaction ends. Fails with a 409 where
     * the account may not write a further one.
     */
    Future<Integer> next(
            SqlConnection connection, Authority authority, RegionCode county, String period, AccountId by) {
        return connection
                .preparedQuery(SERIALISE)
                .execute(Tuple.of(String.join(" ", authority.wire(), county.value(), period)))
                .compose(locked -> connection
                        .preparedQuery(WRITTEN)
                        .execute(Tuple.of(authority.wire(), county.value(), period, by.value())))
                .compose(written -> LIMIT.admit(written)
                        .map(admitted ->
                                Math.toIntExact(1 + written.iterator().next().getLong("entries"))));
    }

    Future<Void> submit(SqlConnection connection, Authority authority, Submission submission, Account account) {
        return connection
                .preparedQuery(SUBMIT)
                .execute(Tuple.tuple()
                        .addString(authority.wire())
                        .addString(submission.county().value())
                        .addString(submission.period())
                        .addInteger(submission.version())
                        .addOffsetDateTime(utc(submission.at()))
                        .addUUID(account.id().value())
                        .addString(submission.officer())
                        .addString(submission.form())
                        .addJsonObject(Submission.stored(submission.figures())))
                .mapEmpty();
    }

    private static List<Submission> submissions(RowSet<Row> rows) {
        return RowStream.of(rows).map(ReturnSubmissionStore::submission).toList();
    }

    private static Submission submission(Row row) {
        return new Submission(
                new RegionCode(row.getString("region")),
                row.getString("period"),
                row.getInteger("version"),
                Columns.instant(row, "at"),
                row.getString("officer"),
                row.getString("form"),
                Submission.stored(row.getJsonObject("figures")));
    }
}
