package lingdian.agent.link;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.NetworkIdentity;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * Encodes events as an agent sends them (handbook, protocol-messages.md#events). Absent optional members are omitted.
 */
public final class EventJson {
    private EventJson() {}

    /** @throws IllegalArgumentException for an event that is not well-formed */
    public static JsonObject of(AgentEvent event) {
        return switch (event) {
            case AgentEvent.Login login -> login(login);
            case AgentEvent.Logout logout ->
                common(logout, "logout")
                        .put("session", logout.session())
                        .put("reason", logout.reason().wire());
            case AgentEvent.Heartbeat heartbeat -> heartbeat(heartbeat);
            case AgentEvent.Opened opened -> common(opened, "opened");
            case AgentEvent.Closed closed -> common(closed, "closed");
            case AgentEvent.Patrol patrol -> patrol(patrol);
            case AgentEvent.Invalid invalid ->
                throw new IllegalArgumentException("event " + invalid.seq() + " is not well-formed and cannot be sent");
        };
    }

    static JsonObject of(Hello hello) {
        return new JsonObject()
                .put("type", "hello")
                .put("stream", hello.stream().toString())
                .put("lastSeq", hello.lastSeq())
                .put("agent", hello.agent())
                .put("at", time(hello.at()))
                .put("terminals", hello.terminals());
    }

    /** A time in the format of every message. */
    public static String time(Instant at) {
        return Rfc3339.format(at, ChinaTime.ZONE);
    }

    private static JsonObject login(AgentEvent.Login login) {
        return common(login, "login")
                .put("session", login.session())
                .put("terminal", login.terminal())
                .put("document", credential(login.document()))
                .put("admitted", login.admitted());
    }

    private static JsonObject heartbeat(AgentEvent.Heartbeat heartbeat) {
        JsonObject json = common(heartbeat, "heartbeat").put("inUse", new JsonArray(heartbeat.inUse()));
        optional(json, "powered", heartbeat.powered());
        optional(json, "witnessed", heartbeat.witnessed());
        return json;
    }

    private static JsonObject patrol(AgentEvent.Patrol patrol) {
        JsonObject json = common(patrol, "patrol");
        optional(json, "officer", patrol.officer());
        return json;
    }

    private static JsonObject common(AgentEvent.WellFormed event, String type) {
        return new JsonObject().put("seq", event.seq()).put("type", type).put("at", time(event.at()));
    }

    private static JsonObject credential(Credential credential) {
        var json = new JsonObject().put("type", credential.type());
        switch (credential) {
            case Document document -> {
                json.put("number", document.number()).put("name", document.name());
                optional(json, "validUntil", document.validUntil());
                optional(json, "birthDate", document.birthDate());
            }
            case NetworkIdentity identity -> {
                optional(json, "netId", identity.netId());
                json.put("adult", identity.adult());
                optional(json, "validUntil", identity.validUntil());
                optional(json, "birthDate", identity.birthDate());
            }
        }
        return json.put("read", credential.read().wire());
    }

    private static void optional(JsonObject json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void optional(JsonObject json, String name, @Nullable List<String> values) {
        if (values != null) {
            json.put(name, new JsonArray(values));
        }
    }
}
