package lingdian.office.registry;

import io.vertx.core.Future;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Records the uses of the registry (handbook, access.md).
 *
 * <p>Called before any answer or change: if logging fails, the use fails and nothing is shown.
 */
@FunctionalInterface
public interface RegistryLog {
    Future<Void> write(Use use);

    /** Records each use in the access log, as an entry of its own, before it is carried out. */
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
     * @param reason as the account gave it, which may contain names; null if none is required
     * @param onRequest whether the person asked for it (个人信息保护法 45, 46)
     */
    record Use(
            AccountId account,
            @Nullable RegionCode region,
            Action action,
            @Nullable PersonToken person,
            @Nullable String reason,
            boolean onRequest) {
        /** The entry of this use. It has no outcome, because it is written before the use. */
        private AccessEntry entry() {
            AccessEntry entry = AccessEntry.attempted(Actor.account(account), action.logged)
                    .on(Subject.of(Subject.Kind.REGISTRY))
                    .inRegion(region)
                    .about(person)
                    .because(reason);
            return onRequest ? entry.with("onRequest", "person") : entry;
        }

        @Override
        public String toString() {
            return "Use[" + action + "]"; // a reason is free text
        }
    }
}
