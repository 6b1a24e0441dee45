package lingdian.office;

import lingdian.access.account.AccountStore;
import lingdian.access.signin.SignInService;
import lingdian.office.account.AgentKeyStore;

/**
 * Who may call, and how they prove it.
 *
 * @param people how persons sign in
 * @param agentKeys of cafés' agents, which administrators hand out
 */
public record Callers(AccountStore accounts, SignInService people, AgentKeyStore agentKeys) {}
