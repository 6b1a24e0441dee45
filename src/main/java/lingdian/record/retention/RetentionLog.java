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
 * Writes what is dropped to the access log, in the transaction that drops it: what cannot be written down is not dropped.
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

    /** Where the log will begin, written before its month is dropped: the chain goes on from there. */
    Future<Void> cut(SqlConnection connection, LocalDate month) {
        return log.cut(connection, YearMonth.from(month).plusMonths(1));
    }
}
