package lingdian.intake.batch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.json.JsonCodec;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentEvent;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.Reason;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** The JSON of the journal: the tokenised event, and the answer exactly as it is sent. */
final class EventText {
    /** Without what Jackson's mapper sets up for each text: these are of plain values. */
    private static final JsonCodec JSON = new JacksonCodec();

    private EventText() {}

    /** An event without anything personal: the document is a token, an officer's name only a mark that it was given. */
    static String body(AgentEvent event, @Nullable PersonToken token, List<PersonToken> others, @Nullable Integer age) {
        return text(json(event, token, others, age));
    }

    private static JsonObject json(
            AgentEvent event, @Nullable PersonToken token, List<PersonToken> others, @Nullable Integer age) {
        return switch (event) {
            case AgentEvent.Login login ->
                wellFormed("login", login)
                        .put("session", login.session())
                        .put("terminal", login.terminal())
                        .put("document", document(login, token, others, age))
                        .put("admitted", login.admitted());
            case AgentEvent.Logout logout ->
                wellFormed("logout", logout)
                        .put("session", logout.session())
                        .put("reason", logout.reason().wire());
            case AgentEvent.Heartbeat heartbeat -> heartbeat(heartbeat);
            case AgentEvent.Opened opened -> wellFormed("opened", opened);
            case AgentEvent.Closed closed -> wellFormed("closed", closed);
            case AgentEvent.Patrol patrol -> wellFormed("patrol", patrol).put("officer", patrol.officer() != null);
            case AgentEvent.Invalid ignored -> new JsonObject().put("type", "invalid");
        };
    }

    /** A list that the agent did not send is not there: what older agents send keeps its text, and so its hash. */
    private static JsonObject heartbeat(AgentEvent.Heartbeat heartbeat) {
        JsonObject json = wellFormed("heartbeat", heartbeat).put("inUse", array(heartbeat.inUse()));
        List<String> powered = heartbeat.powered();
        if (powered != null) {
            json.put("powered", array(powered));
        }
        List<String> witnessed = heartbeat.witnessed();
        return witnessed == null ? json : json.put("witnessed", array(witnessed));
    }

    private static JsonArray array(List<String> terminals) {
        return new JsonArray(List.copyOf(terminals));
    }

    /**
     * With the person's tokens under other keys, while the ring has some, and an improbable age: a later reader of the
     * journal has no keys.
     */
    private static JsonObject document(
            AgentEvent.Login login, @Nullable PersonToken token, List<PersonToken> others, @Nullable Integer age) {
        JsonObject document = new JsonObject()
                .put("token", token == null ? null : token.value().toString());
        if (!others.isEmpty()) {
            document.put(
                    "otherTokens",
                    new JsonArray(others.stream()
                            .map(other -> other.value().toString())
                            .toList()));
        }
        document.put("read", login.document().read().wire());
        return age == null ? document : document.put("age", age);
    }

    /** The word for an event's type in the meters. */
    static String type(AgentEvent event) {
        return switch (event) {
            case AgentEvent.Login ignored -> "login";
            case AgentEvent.Logout ignored -> "logout";
            case AgentEvent.Heartbeat ignored -> "heartbeat";
            case AgentEvent.Opened ignored -> "opened";
            case AgentEvent.Closed ignored -> "closed";
            case AgentEvent.Patrol ignored -> "patrol";
            case AgentEvent.Invalid ignored -> "invalid";
        };
    }

    /** The answer that the agent gets (handbook, protocol-messages.md#from-the-service). */
    static String answer(long seq, Judgement.Answer answer, ZoneId zone) {
        return switch (answer) {
            case Judgement.Verdict verdict -> verdict(seq, verdict, zone);
            case Judgement.Reject reject ->
                text(new JsonObject()
                        .put("type", "reject")
                        .put("seq", seq)
                        .put("code", reject.code())
                        .put("path", reject.path())
                        .put("message", reject.message()));
        };
    }

    private static String verdict(long seq, Judgement.Verdict verdict, ZoneId zone) {
        var reasons = new JsonArray();
        verdict.reasons().stream().map(Reason::wire).forEach(reasons::add);
        JsonObject json = new JsonObject()
                .put("type", "verdict")
                .put("seq", seq)
                .put("session", verdict.session())
                .put("allow", verdict.allow())
                .put("reasons", reasons);
        if (verdict.allow()) {
            Instant closesAt = verdict.closesAt();
            json.put("closesAt", closesAt == null ? null : Rfc3339.format(closesAt, zone));
        }
        return text(json);
    }

    private static JsonObject wellFormed(String type, AgentEvent.WellFormed event) {
        return new JsonObject().put("type", type).put("at", Rfc3339.format(event.at(), ZoneOffset.UTC));
    }

    private static String text(JsonObject json) {
        return JSON.toString(json);
    }
}
