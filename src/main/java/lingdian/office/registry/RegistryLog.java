package lingdian.office.registry;

import io.vertx.core.Future;
import java.util.UUID;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Where the uses of the registry are written down (handbook, access.md).
 *
 * <p>Asked before anything is answered or changed: where it fails, the use fails and nothing is shown.
 */
@FunctionalInterface
public interface RegistryLog {
    Future<Void> write(Use use);

    /** The access log, where each use is an entry of its own before it is done. */
    static RegistryLog in(AccessLogStore log) {
        return use -> log.append(use.entry());
    }

    /** What was done. */
    enum Action {
        REGISTER(lingdian.record.accesslog.Action.REGISTER_PERSON),
        IMPORT(lingdian.record.accesslog.Action.IMPORT_PERSONS),
        LOOK_UP(lingdian.record.accesslog.Action.LOOK_UP_PERSON),
        REVOKE(lingdian.record.accesslog.Action.REVOKE_DOCUMENT);

        private final lingdian.record.accesslog.Action logged;

        Action(lingdian.record.accesslog.Action logged) {
            this.logged = logged;
        }
    }

    /**
     * One use.
     *
     * @param region of the account
     * @param person null for an import
     * @param reason as the account gave it, perhaps with names in it; null where none is asked for
     */
    record Use(
            UUID account,
            @Nullable RegionCode region,
            Action action,
            @Nullable PersonToken person,
            @Nullable String reason) {
        /** What comes of it, the log does not say: it is written before. */
        private AccessEntry entry() {
            return AccessEntry.attempted(Actor.account(account), action.logged)
                    .on(Subject.of(Subject.Kind.REGISTRY))
                    .inRegion(region)
                    .about(person)
                    .because(reason);
        }

        @Override
        public String toString() {
            return "Use[" + action + "]"; // a reason is free text
        }
    }
}
