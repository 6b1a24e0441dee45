package lingdian.agent.link;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.domain.ChinaTime;
import lingdian.domain.document.Document;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import lingdian.platform.Rfc3339;

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
            case AgentEvent.Heartbeat heartbeat ->
                common(heartbeat, "heartbeat").put("inUse", new JsonArray(heartbeat.inUse()));
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
                .put("document", document(login.document()))
                .put("admitted", login.admitted());
    }

    private static JsonObject patrol(AgentEvent.Patrol patrol) {
        JsonObject json = common(patrol, "patrol");
        return patrol.officer() == null ? json : json.put("officer", patrol.officer());
    }

    private static JsonObject common(AgentEvent.WellFormed event, String type) {
        return new JsonObject().put("seq", event.seq()).put("type", type).put("at", time(event.at()));
    }

    private static JsonObject document(Document document) {
        var json = new JsonObject()
                .put("type", document.type())
                .put("number", document.number())
                .put("name", document.name());
        if (document.validUntil() != null) {
            json.put("validUntil", document.validUntil());
        }
        if (document.birthDate() != null) {
            json.put("birthDate", document.birthDate());
        }
        return json.put("read", document.read().wire());
    }
}
