package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import lingdian.access.account.Refused;
import lingdian.platform.http.Problem;

/**
 * How many entries of one kind a record has at most. Whoever reads the record is answered with all of them, so that
 * without an end it could no longer be read. One account makes half of them: it leaves room for its colleagues.
 *
 * <p>The limit is for entries that nothing depends on. Each step of a record has room of its own.
 *
 * @param record what has the entries, as a sentence begins with it
 * @param entries what they are called
 */
public record EntryLimit(String record, String entries, int inAll) {
    private static final String CODE = "too-many";

    /**
     * Fails with a 409 where an account may not add a further entry.
     *
     * @param counted one row: {@code entries}, how many there are, and {@code own}, how many of them are the account's
     */
    public Future<Void> admit(RowSet<Row> counted) {
        Row row = counted.iterator().next();
        return row.getLong("entries") < inAll && row.getLong("own") < ofAccount()
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.coded(
                        409,
                        CODE,
                        record + " has at most " + inAll + " " + entries + ", of one account " + ofAccount() + "."));
    }

    /** Whether it is because of such a limit that a request was refused. */
    public static boolean isReached(Throwable failure) {
        return failure instanceof Problem.Thrown refused
                && refused.problem().status() == 409
                && CODE.equals(refused.problem().members().get("code"));
    }

    private int ofAccount() {
        return inAll / 2;
    }
}
