package lingdian.office.registry;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Set;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.office.permission.Approvers;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.vault.registry.RegistryStore.Registrar;
import org.jspecify.annotations.Nullable;

/** Records the uses of the registry (handbook, access.md). If logging fails, the use fails. */
public interface RegistryLog {
    /** Records a use before any answer or change. */
    Future<Void> write(Use use);

    /** Records the persons to whom an import gives other names, in the transaction that changes them. */
    Future<Void> renamed(SqlConnection connection, Registrar registrar, Set<PersonToken> persons);

    /** Records what an import did, once it has ended. */
    Future<Void> imported(Registrar registrar, Imported counts);

    /**
     * Records them in the access log; each use is an entry of its own.
     *
     * @param approvers who mark the uses of accounts that are new
     */
    static RegistryLog in(AccessLogStore log, Approvers approvers) {
        return new RegistryAccessLog(log, approvers);
    }

    /** How many persons an import registered and renewed, and how many of its lines were refused. */
    record Imported(long registered, long renewed, long refused) {}

    /** What was done. */
    enum Action {
        REGISTER(lingdian.record.accesslog.Action.REGISTER_PERSON),
        IMPORT(lingdian.record.accesslog.Action.IMPORT_PERSONS),
        LOOK_UP(lingdian.record.accesslog.Action.LOOK_UP_PERSON),
        REVOKE(lingdian.record.accesslog.Action.REVOKE_DOCUMENT);

        final lingdian.record.accesslog.Action logged;

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
        @Override
        public String toString() {
            return "Use[" + action + "]"; // a reason is free text
        }
    }
}
