package lingdian.agent.desk;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.LogoutReason;
import lingdian.platform.http.Problem;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the requests of terminals and the front desk with the code that the service uses for events, so that the
 * agent records no event that the service would call invalid.
 *
 * <p>Members of an event that a request lacks are filled in with valid values before it is decoded. Every method throws
 * {@link Problem.Thrown} with 400, which names the place and never a value.
 */
final class LocalRequests {
    private static final String PLACEHOLDER = "x";

    private LocalRequests() {}

    /** The session or terminal to log out, and the reason. */
    record Logout(@Nullable String session, @Nullable String terminal, LogoutReason reason) {}

    /** A login; its number and session are placeholders. */
    static AgentEvent.Login login(Buffer body) {
        JsonObject fields = object(body).put("session", PLACEHOLDER).put("admitted", false);
        return (AgentEvent.Login) event("login", fields);
    }

    static Logout logout(Buffer body) {
        JsonObject fields = object(body);
        Optional<String> terminal = Optional.empty();
        if (fields.getValue("terminal") != null) {
            terminal = Optional.of(terminal(fields));
        }
        boolean bySession = fields.getValue("session") != null;
        if (bySession == terminal.isPresent()) {
            throw unfit("", "expected either session or terminal");
        }
        var logout = (AgentEvent.Logout) event("logout", bySession ? fields : fields.put("session", PLACEHOLDER));
        return new Logout(bySession ? logout.session() : null, terminal.orElse(null), logout.reason());
    }

    /**
     * Which terminals are in use, and perhaps which are on; its number and time are placeholders.
     *
     * <p>A heartbeat's {@code witnessed} is an unknown member here: only the seats themselves say that, each with its own
     * key.
     */
    static AgentEvent.Heartbeat terminals(Buffer body) {
        JsonObject fields = object(body);
        fields.remove("witnessed");
        return (AgentEvent.Heartbeat) event("heartbeat", fields);
    }

    static @Nullable String officer(Buffer body) {
        JsonObject fields = body.length() == 0 ? new JsonObject() : object(body);
        return ((AgentEvent.Patrol) event("patrol", fields)).officer();
    }

    private static String terminal(JsonObject fields) {
        var heartbeat = new JsonObject().put("inUse", List.of(fields.getValue("terminal")));
        try {
            return ((AgentEvent.Heartbeat) event("heartbeat", heartbeat))
                    .inUse()
                    .getFirst();
        } catch (Problem.Thrown notATerminal) {
            throw unfit("/terminal", "expected 1 to 32 of A-Z a-z 0-9 _ . -");
        }
    }

    private static AgentEvent event(String type, JsonObject fields) {
        fields.put("seq", 1).put("type", type).put("at", Rfc3339.format(Instant.EPOCH, ZoneOffset.UTC));
        return switch (AgentCodec.decodeLine(fields.encode())) {
            case Decoded.OneEvent one -> wellFormed(one.event().event());
            case Decoded.Refused refused -> throw unfit("", refused.reason());
        };
    }

    private static AgentEvent wellFormed(AgentEvent event) {
        if (event instanceof AgentEvent.Invalid invalid) {
            throw unfit(invalid.path(), invalid.message());
        }
        return event;
    }

    private static JsonObject object(Buffer body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException notAnObject) {
            throw unfit("", "expected a JSON object");
        }
    }

    private static Problem.Thrown unfit(String path, String expected) {
        return Problem.of(400, path.isEmpty() ? expected : path + ": " + expected)
                .with("code", "invalid")
                .with("path", path)
                .thrown();
    }
}
