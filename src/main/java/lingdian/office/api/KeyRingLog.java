package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.platform.database.Witness;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.vault.seal.KeyRingChange;
import lingdian.vault.seal.KeyUse;

/**
 * Logs that keys were added, promoted or retired, in the transaction in which the database learns of it.
 *
 * <p>The person who did it is unknown: the file is on a machine outside the service. The entry says that the service
 * noticed it.
 */
public final class KeyRingLog implements Witness<KeyRingChange> {
    private final AccessLogStore log;

    public KeyRingLog(AccessLogStore log) {
        this.log = log;
    }

    @Override
    public Future<Void> saw(SqlConnection connection, KeyRingChange change) {
        return log.append(connection, entry(change));
    }

    private static AccessEntry entry(KeyRingChange change) {
        AccessEntry entry =
                AccessEntry.done(Actor.service(), Action.CHANGE_KEY_RING).on(Subject.of(Subject.Kind.KEY_RING));
        for (KeyUse use : KeyUse.values()) {
            entry = with(entry, use, "Added", change.added());
            entry = with(entry, use, "Promoted", change.promoted());
            entry = with(entry, use, "Retired", change.retired());
        }
        return entry;
    }

    /** For example {@code sealingPromoted}: the numbers of its keys, as many as a detail holds. */
    private static AccessEntry with(AccessEntry entry, KeyUse use, String what, List<KeyRingChange.Key> keys) {
        String numbers = keys.stream()
                .filter(key -> key.use() == use)
                .map(KeyRingChange.Key::number)
                .limit(10)
                .collect(Collectors.joining("+"));
        return numbers.isEmpty() ? entry : entry.with(use.field() + what, numbers);
    }
}
