package lingdian.node;

import java.util.UUID;
import lingdian.access.account.AccountStore;
import lingdian.access.account.ScopedStore;
import lingdian.access.signin.SignInLog;
import lingdian.access.signin.SignInService;
import lingdian.office.account.AgentKeyStore;
import lingdian.office.account.ProviderPeople;

/** Access to the service: accounts, sign-in, and the keys of agents. */
final class AccessModule implements NodeModule {
    final AccountStore accounts;
    final ScopedStore scoped;
    final AgentKeyStore agentKeys;
    final SignInService signIn;

    AccessModule(NodeContext node, StorageModule storage) {
        accounts = new AccountStore(storage.queries, node.clock(), node.options.adminToken());
        scoped = new ScopedStore(storage.readers, node.clock(), storage.standby);
        agentKeys = new AgentKeyStore(storage.queries, node.clock());
        signIn = new SignInService(new SignInService.Parts(
                node.vertx,
                storage.queries,
                storage.clocks,
                storage.vault,
                node.clock(),
                node.random,
                node.settings.signIn(),
                SignInLog.in(storage.accessLog, node.clock(), () -> node.meters.limitReached("sign-in-refusals")),
                new ProviderPeople(accounts, UUID::randomUUID, storage.accessLog),
                System.getenv("LINGDIAN_PROVIDER_SECRET"),
                node.meters::limitReached));
    }

    @Override
    public void release() {
        signIn.close();
    }
}
