package lingdian.office.account;

import lingdian.access.account.AccountStore;
import lingdian.access.signin.SignInService;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;
import lingdian.platform.secret.Tokens;

/** Accounts of people and programs, and the keys of cafés' agents. */
public final class AccountOperations implements Feature {
    private final KeyEndpoints keys;
    private final AccountEndpoints accounts;
    private final AccountImportEndpoint imports;
    private final ColleagueEndpoint colleagues;
    private final DependentsEndpoint dependents;

    public AccountOperations(
            OfficeContext office, AccountStore accountStore, SignInService people, AgentKeyStore agentKeys) {
        var tokens = new Tokens(office.random());
        keys = new KeyEndpoints(agentKeys, office.log(), tokens, office.ids());
        accounts = new AccountEndpoints(
                office.scoped(),
                accountStore,
                people,
                tokens,
                office.ids(),
                office.log(),
                office.reads(),
                office.clock());
        imports = new AccountImportEndpoint(office, accountStore, people);
        colleagues = new ColleagueEndpoint(office.scoped(), new ColleagueStore(office.pool()), office.reads());
        dependents = new DependentsEndpoint(office);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("createAgentKey", keys::createAgentKey)
                .serve("endAgentKey", keys::endAgentKey)
                .serveList("listAccounts", accounts::list, new TableSource(AccountTable.TABLE, accounts::count))
                .serve("listAccountChanges", accounts::changes)
                .serve("listColleagues", colleagues::list)
                .serve("getAccountDependents", dependents::get)
                .serveFile("importAccounts", imports::take)
                .serve("createAccount", accounts::create)
                .serve("changeAccount", accounts::change)
                .serve("inviteAccount", accounts::invite)
                .serve("resetSecondFactor", accounts::resetSecondFactor)
                .serve("endAccount", accounts::end);
    }
}
