package lingdian.office.account;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.AccountStore;
import lingdian.access.account.AccountStore.AccountResult;
import lingdian.access.account.AccountStore.ProviderAccount;
import lingdian.access.account.Role;
import lingdian.access.account.WayIn;
import lingdian.access.signin.ProvidedPerson;
import lingdian.access.signin.ProviderAccounts;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of an identity provider's people. Accounts that an administrator entered stay unchanged. Others are
 * created and changed by the provider's claims if the configuration allows it, and refused if the claims do not
 * describe a complete account.
 */
public final class ProviderPeople implements ProviderAccounts {
    private final AccountStore accounts;
    private final Supplier<UUID> ids;
    private final AccessLogStore log;

    public ProviderPeople(AccountStore accounts, Supplier<UUID> ids, AccessLogStore log) {
        this.accounts = accounts;
        this.ids = ids;
        this.log = log;
    }

    @Override
    public Future<Decision> accountOf(String issuer, String subject, @Nullable ProvidedPerson provided) {
        return accounts.provided(issuer, subject)
                .compose(known -> known.isPresent()
                        ? known(known.get(), provided)
                        : provision(issuer, subject, account(new AccountId(ids.get()), provided)));
    }

    private Future<Decision> known(ProviderAccount known, @Nullable ProvidedPerson provided) {
        AccountId id = known.account().id();
        if (known.ended()) {
            return Future.succeededFuture(new Decision.Refused());
        }
        return known.provisioned()
                ? follow(known.account(), account(id, provided))
                : Future.succeededFuture(new Decision.Admitted(id));
    }

    /**
     * A person whom the claims no longer describe loses the use of the account; other changes in the claims are applied
     * to it. If that fails, it must not stay in use with the rights that the claims no longer give.
     */
    private Future<Decision> follow(Account before, Optional<Account> claimed) {
        if (claimed.isEmpty()) {
            return Future.succeededFuture(new Decision.Withdrawn(before.id()));
        }
        Account account = claimed.get();
        return account.equals(before)
                ? Future.succeededFuture(new Decision.Admitted(before.id()))
                : log.append(AccountEndpoints.named(entry(Action.CHANGE_ACCOUNT, account), before, account))
                        .compose(written -> accounts.change(account))
                        .map(changed -> changed == AccountResult.DONE
                                ? new Decision.Admitted(before.id())
                                : new Decision.Withdrawn(before.id()));
    }

    private Future<Decision> provision(String issuer, String subject, Optional<Account> claimed) {
        if (claimed.isEmpty()) {
            return Future.succeededFuture(new Decision.Refused());
        }
        Account account = claimed.get();
        var wayIn = new WayIn(null, null, null, new WayIn.Provided(issuer, subject, true));
        return log.append(entry(Action.CREATE_ACCOUNT, account))
                .compose(written -> accounts.create(account, wayIn))
                .map(created ->
                        created == AccountResult.DONE ? new Decision.Admitted(account.id()) : new Decision.Refused());
    }

    private static AccessEntry entry(Action action, Account account) {
        return AccessEntry.attempted(Actor.service(), action)
                .on(Subject.of(account.id()))
                .inRegion(account.region())
                .with("role", account.role().wire())
                .with("by", "provider");
    }

    /** Empty if the claims lack something that the role needs. */
    private static Optional<Account> account(AccountId id, @Nullable ProvidedPerson person) {
        return person == null ? Optional.empty() : role(person.role()).flatMap(role -> account(id, person, role));
    }

    private static Optional<Account> account(AccountId id, ProvidedPerson person, Role role) {
        Authority authority = Authority.find(person.authority()).orElse(null);
        RegionCode region = RegionCode.find(person.region()).orElse(null);
        PlaceCode placeCode = PlaceCode.find(person.placeCode()).orElse(null);
        return switch (role) {
            case REGULATOR ->
                authority != null && region != null
                        ? Optional.of(new Account(id, person.name(), role, authority, region, Set.of()))
                        : Optional.empty();
            case OPERATOR ->
                placeCode == null
                        ? Optional.empty()
                        : Optional.of(new Account(id, person.name(), role, null, null, Set.of(placeCode)));
            case ADMIN, AUDITOR -> Optional.of(new Account(id, person.name(), role, null, null, Set.of()));
        };
    }

    private static Optional<Role> role(String wire) {
        return Arrays.stream(Role.values())
                .filter(role -> role.wire().equals(wire))
                .findFirst();
    }
}
