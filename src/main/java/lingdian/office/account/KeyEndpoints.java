package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.platform.secret.Tokens;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** Endpoints for agent keys: secrets that are shown once. */
final class KeyEndpoints {
    private final AgentKeyStore agentKeys;
    private final AccessLogStore log;
    private final Tokens tokens;
    private final Supplier<UUID> ids;

    KeyEndpoints(AgentKeyStore agentKeys, AccessLogStore log, Tokens tokens, Supplier<UUID> ids) {
        this.agentKeys = agentKeys;
        this.log = log;
        this.tokens = tokens;
        this.ids = ids;
    }

    public Future<Reply> createAgentKey(AuthorisedCall call) {
        UUID id = ids.get();
        String key = tokens.next();
        return agentKeys
                .create(id, call.placeCode(), key, log.witness(ofKey(call, Action.CREATE_AGENT_KEY, id)))
                .map(created -> orUnknown(created, Reply.created(shownOnce(id, "key", key))));
    }

    public Future<Reply> endAgentKey(AuthorisedCall call) {
        return agentKeys
                .end(call.id(), call.placeCode(), log.witness(ofKey(call, Action.END_AGENT_KEY, call.id())))
                .map(ended -> orUnknown(ended, Reply.ended()));
    }

    private static AccessEntry ofKey(AuthorisedCall call, Action action, UUID id) {
        return call.done(action).on(Subject.of(Subject.Kind.AGENT_KEY, id)).with("for", call.path("placeCode"));
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
