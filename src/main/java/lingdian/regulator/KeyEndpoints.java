package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.regulator.log.AccessEntry;
import lingdian.regulator.log.AccessLogStore;
import lingdian.regulator.log.Action;
import lingdian.regulator.log.Subject;

/** Agent keys and accounts: secrets that are shown once. */
final class KeyEndpoints {
    private final AgentKeyStore agentKeys;
    private final AccountStore accounts;
    private final AccessLogStore log;
    private final Tokens tokens;
    private final Supplier<UUID> ids;

    KeyEndpoints(
            AgentKeyStore agentKeys, AccountStore accounts, AccessLogStore log, Tokens tokens, Supplier<UUID> ids) {
        this.agentKeys = agentKeys;
        this.accounts = accounts;
        this.log = log;
        this.tokens = tokens;
        this.ids = ids;
    }

    Future<Reply> createAgentKey(Call call) {
        UUID id = ids.get();
        String key = tokens.next();
        return agentKeys
                .create(id, call.path("placeCode"), key, log.witness(ofKey(call, Action.CREATE_AGENT_KEY, id)))
                .map(created -> orUnknown(created, Reply.created(shownOnce(id, "key", key))));
    }

    Future<Reply> endAgentKey(Call call) {
        return agentKeys
                .end(call.id(), call.path("placeCode"), log.witness(ofKey(call, Action.END_AGENT_KEY, call.id())))
                .map(ended -> orUnknown(ended, Reply.ended()));
    }

    Future<Reply> createAccount(Call call) {
        Account account = account(ids.get(), call.body());
        String token = tokens.next();
        return accounts.create(account, token, log.witness(created(call, account)))
                .map(created -> {
                    if (!created) {
                        throw Refused.body("/placeCode", "expected the place code of a café that exists");
                    }
                    return Reply.created(shownOnce(account.id(), "token", token));
                });
    }

    Future<Reply> endAccount(Call call) {
        AccessEntry entry = call.done(Action.END_ACCOUNT).on(Subject.of(Subject.Kind.ACCOUNT, call.id()));
        return accounts.end(call.id(), log.witness(entry)).map(ended -> orUnknown(ended, Reply.ended()));
    }

    private static AccessEntry ofKey(Call call, Action action, UUID id) {
        return call.done(action).on(Subject.of(Subject.Kind.AGENT_KEY, id)).with("for", call.path("placeCode"));
    }

    private static AccessEntry created(Call call, Account account) {
        AccessEntry entry = call.done(Action.CREATE_ACCOUNT)
                .on(Subject.of(Subject.Kind.ACCOUNT, account.id()))
                .inRegion(account.region())
                .with("role", account.role().wire());
        if (account.authority() != null) {
            entry = entry.with("authority", account.authority());
        }
        return account.placeCode() == null ? entry : entry.with("for", account.placeCode());
    }

    /** What does not belong to the role is left out, so that it can never widen what the account sees. */
    private static Account account(UUID id, JsonObject body) {
        String name = body.getString("name");
        Role role = Role.of(body.getString("role"));
        return switch (role) {
            case REGULATOR ->
                new Account(id, name, role, needed(body, "authority", role), needed(body, "region", role), null);
            case OPERATOR -> new Account(id, name, role, null, null, needed(body, "placeCode", role));
            case ADMIN, AUDITOR -> new Account(id, name, role, null, null, null);
        };
    }

    private static String needed(JsonObject body, String field, Role role) {
        String value = body.getString(field);
        if (value == null) {
            throw Refused.body("/" + field, "is required for the role " + role.wire());
        }
        return value;
    }

    private static Reply orUnknown(boolean done, Reply reply) {
        if (!done) {
            throw Refused.unknown();
        }
        return reply;
    }

    private static JsonObject shownOnce(UUID id, String field, String secret) {
        return new JsonObject().put("id", id.toString()).put(field, secret);
    }
}
