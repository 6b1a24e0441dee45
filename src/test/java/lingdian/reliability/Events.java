package lingdian.reliability;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Events as an agent writes them, with the current time. */
final class Events {
    private Events() {}

    /** A login that asks before the guest is admitted. */
    static JsonObject login(long seq, String session, String terminal, String person) {
        return event(seq, "login")
                .put("session", session)
                .put("terminal", terminal)
                .put("document", document(person))
                .put("admitted", false);
    }

    static JsonObject logout(long seq, String session) {
        return event(seq, "logout").put("session", session).put("reason", "patron");
    }

    static JsonObject heartbeat(long seq, String... inUse) {
        return event(seq, "heartbeat").put("inUse", new JsonArray(List.of(inUse)));
    }

    static JsonObject patrol(long seq, String officer) {
        return event(seq, "patrol").put("officer", officer);
    }

    static JsonObject event(long seq, String type) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", type)
                .put("at", Instant.now().toString());
    }

    /** A document of a type whose number contains no birth date, so that any text identifies a person. */
    static JsonObject document(String person) {
        return new JsonObject()
                .put("type", "990")
                .put("number", person)
                .put("name", "旅客")
                .put("birthDate", "1990-01-01")
                .put("read", "chip");
    }
}
