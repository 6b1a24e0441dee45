package lingdian.domain.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.NetworkIdentity;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Agents' messages as JSON text, for the client programs. The inverse of {@link AgentCodec}. */
public final class AgentEventJson {
    private AgentEventJson() {}

    /** One event. */
    public static String encode(AgentEvent.WellFormed event) {
        return event(new JsonWriting(), event).toString();
    }

    /** A message with the time at which it was sent. */
    public static String batch(Instant sent, List<? extends AgentEvent.WellFormed> events) {
        var json = new JsonWriting().begin('{').field("type", "batch").field("sent", text(sent));
        json.name("events").begin('[');
        events.forEach(event -> event(json, event));
        return json.end(']').end('}').toString();
    }

    public static String hello(Hello hello) {
        var json = new JsonWriting()
                .begin('{')
                .field("type", "hello")
                .field("stream", hello.stream().toString())
                .field("lastSeq", hello.lastSeq());
        optional(json, "agent", hello.agent());
        json.field("at", text(hello.at()));
        Integer terminals = hello.terminals();
        if (terminals != null) {
            json.field("terminals", terminals);
        }
        return json.end('}').toString();
    }

    public static String receipt(MessageReceipt receipt) {
        return new JsonWriting()
                .begin('{')
                .field("type", "receipt")
                .field("id", receipt.id().toString())
                .field("state", receipt.state().wire())
                .end('}')
                .toString();
    }

    private static JsonWriting event(JsonWriting json, AgentEvent.WellFormed event) {
        json.begin('{').field("seq", event.seq()).field("type", type(event)).field("at", text(event.at()));
        switch (event) {
            case AgentEvent.Login login -> login(json, login);
            case AgentEvent.Logout logout ->
                json.field("session", logout.session())
                        .field("reason", logout.reason().wire());
            case AgentEvent.Heartbeat heartbeat -> heartbeat(json, heartbeat);
            case AgentEvent.Patrol patrol -> optional(json, "officer", patrol.officer());
            case AgentEvent.Opened opened -> {}
            case AgentEvent.Closed closed -> {}
        }
        return json.end('}');
    }

    private static void heartbeat(JsonWriting json, AgentEvent.Heartbeat heartbeat) {
        json.strings("inUse", heartbeat.inUse());
        optional(json, "powered", heartbeat.powered());
        optional(json, "witnessed", heartbeat.witnessed());
    }

    private static String type(AgentEvent.WellFormed event) {
        return switch (event) {
            case AgentEvent.Login login -> "login";
            case AgentEvent.Logout logout -> "logout";
            case AgentEvent.Heartbeat heartbeat -> "heartbeat";
            case AgentEvent.Opened opened -> "opened";
            case AgentEvent.Closed closed -> "closed";
            case AgentEvent.Patrol patrol -> "patrol";
        };
    }

    private static void login(JsonWriting json, AgentEvent.Login login) {
        json.field("session", login.session()).field("terminal", login.terminal());
        credential(json.name("document").begin('{'), login.document());
        json.end('}').field("admitted", login.admitted());
    }

    private static void credential(JsonWriting json, Credential credential) {
        json.field("type", credential.type());
        switch (credential) {
            case Document document -> {
                json.field("number", document.number()).field("name", document.name());
                optional(json, "birthDate", document.birthDate());
            }
            case NetworkIdentity identity -> {
                optional(json, "netId", identity.netId());
                json.field("adult", identity.adult());
                optional(json, "birthDate", identity.birthDate());
            }
        }
        optional(json, "validUntil", credential.validUntil());
        json.field("read", credential.read().wire());
    }

    private static void optional(JsonWriting json, String name, @Nullable String value) {
        if (value != null) {
            json.field(name, value);
        }
    }

    private static void optional(JsonWriting json, String name, @Nullable List<String> values) {
        if (values != null) {
            json.strings(name, values);
        }
    }

    private static String text(Instant at) {
        return Rfc3339.format(at, ZoneOffset.UTC);
    }
}
