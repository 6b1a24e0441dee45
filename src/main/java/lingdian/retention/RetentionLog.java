package lingdian.retention;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.LocalDate;
import java.util.HexFormat;
import lingdian.regulator.log.AccessEntry;
import lingdian.regulator.log.AccessLogStore;
import lingdian.regulator.log.Action;
import lingdian.regulator.log.Actor;
import lingdian.regulator.log.Subject;

/**
 * Writes what is dropped to the access log, in the transaction that drops it: what cannot be written down is not dropped.
 *
 * <p>An entry names the hash of its drop, so that the two chains prove each other, and of a month of the log itself, where the
 * log was cut.
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

    Future<Void> dropped(SqlConnection connection, LocalDate month, RetentionStore.LogCut cut) {
        AccessEntry entry = AccessEntry.done(Actor.service(), Action.DROP_ACCESS_MONTH)
                .on(Subject.of(Subject.Kind.ACCESS_LOG))
                .with("month", month.toString().substring(0, 7))
                .with("entries", cut.entries());
        byte[] chain = cut.chain();
        return log.append(
                connection,
                chain == null
                        ? entry
                        : entry.with("lastPosition", cut.lastPosition())
                                .with("chain", HexFormat.of().formatHex(chain)));
    }
}
