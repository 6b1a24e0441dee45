package lingdian.intake.batch;

import java.util.Map;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.Identity;
import lingdian.law.judge.Registration;
import lingdian.vault.registry.RegistryState;
import lingdian.vault.registry.RegistryStore;
import org.jspecify.annotations.Nullable;

/** The persons of a batch's logins, with what the registry and the outside verifier say of each. */
final class LoginPersons {
    private final LookupPlan plan;
    private final Map<PersonToken, RegistryStore.Known> registry;

    LoginPersons(Lookups lookups) {
        this.plan = lookups.plan();
        this.registry = lookups.registered();
    }

    /** Null for an event that is no login. */
    @Nullable
    Identity identity(Item.Chunk chunk, PreparedEvent event) {
        Identity person = plan.person(event);
        if (person == null) {
            return null;
        }
        Registration registration = registration(event);
        Identity confirmed = person.with(chunk.confirmations().of(event.seq()));
        return registration.known() ? confirmed.with(registration) : confirmed;
    }

    /**
     * What the registry has under the tokens of a login. It is one entry; where nodes with different keys made two, the
     * newer key's has the name, and a revocation in either counts.
     */
    private Registration registration(PreparedEvent event) {
        Registration found = Registration.NONE;
        for (NamedToken one : event.tokens()) {
            RegistryStore.Known entry = registry.get(one.token());
            if (entry != null) {
                boolean otherName = found.known() ? found.otherName() : !one.isNamed(entry.nameHash());
                boolean revoked = found.revoked() || entry.state() != RegistryState.REGISTERED;
                found = new Registration(true, otherName, revoked);
            }
        }
        return found;
    }
}
