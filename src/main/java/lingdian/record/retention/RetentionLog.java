package lingdian.record.retention;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HexFormat;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;

/**
 * Logs every drop in the access log, in the transaction that drops: a drop that cannot be logged does not happen.
 *
 * <p>An entry names the hash of its drop, so that the two chains prove each other.
 */
final class RetentionLog {
    private final AccessLogStore log;

    RetentionLog(AccessLogStore log) {
        this.log = log;
    }

    Future<Void> dropped(SqlConnection connection, LocalDate day, RetentionStore.Drop drop) {
        return log.append(
                connection,
                AccessEntry.done(Actor.service(), Action.DROP_DAY)
                        .on(Subject.of(Subject.Kind.DAY, day.toString()))
                        .with("drop", drop.number())
                        .with("records", drop.records())
                        .with("hash", HexFormat.of().formatHex(drop.hash())));
    }

    /** Records the new beginning of the log before the month is dropped; the chain continues from there. */
    Future<Void> cut(SqlConnection connection, LocalDate month) {
        return log.cut(connection, YearMonth.from(month).plusMonths(1));
    }
}
