package lingdian.office.registry;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Set;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.office.permission.Approvers;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Outcome;
import lingdian.record.accesslog.Subject;
import lingdian.vault.registry.RegistryStore.Registrar;
import org.jspecify.annotations.Nullable;

/** The entries of the access log on uses of the registry. */
record RegistryAccessLog(AccessLogStore log, Approvers approvers) implements RegistryLog {
    /** The entry has no outcome yet, because it is written before the use. */
    @Override
    public Future<Void> write(Use use) {
        AccessEntry entry = entry(use.account(), use.region(), use.action(), Outcome.ATTEMPTED)
                .about(use.person())
                .because(use.reason());
        return approvers
                .marked(use.onRequest() ? entry.with("onRequest", "person") : entry, use.account())
                .compose(log::append);
    }

    @Override
    public Future<Void> renamed(SqlConnection connection, Registrar registrar, Set<PersonToken> persons) {
        AccessEntry entry = done(registrar, Action.REGISTER).with("changed", "name");
        return log.append(connection, persons.stream().map(entry::about).toList());
    }

    @Override
    public Future<Void> imported(Registrar registrar, Imported counts) {
        return log.append(done(registrar, Action.IMPORT)
                .with("registered", counts.registered())
                .with("renewed", counts.renewed())
                .with("refused", counts.refused()));
    }

    private static AccessEntry done(Registrar registrar, Action action) {
        return entry(registrar.account(), registrar.region(), action, Outcome.DONE);
    }

    private static AccessEntry entry(AccountId account, @Nullable RegionCode region, Action action, Outcome outcome) {
        return AccessEntry.of(Actor.account(account), action.logged, outcome)
                .on(Subject.of(Subject.Kind.REGISTRY))
                .inRegion(region);
    }
}
