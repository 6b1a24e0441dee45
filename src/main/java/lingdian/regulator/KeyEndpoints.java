package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.platform.Tokens;

/** Agent keys: secrets that are shown once. */
final class KeyEndpoints {
    private final AgentKeyStore agentKeys;
    private final Tokens tokens;
    private final Supplier<UUID> ids;

    KeyEndpoints(AgentKeyStore agentKeys, Tokens tokens, Supplier<UUID> ids) {
        this.agentKeys = agentKeys;
        this.tokens = tokens;
        this.ids = ids;
    }

    Future<Reply> createAgentKey(Call call) {
        UUID id = ids.get();
        String key = tokens.next();
        return agentKeys
                .create(id, call.path("placeCode"), key)
                .map(created -> orUnknown(created, Reply.created(shownOnce(id, "key", key))));
    }

    Future<Reply> endAgentKey(Call call) {
        return agentKeys.end(call.id(), call.path("placeCode")).map(ended -> orUnknown(ended, Reply.ended()));
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
