package lingdian.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/** Events of made-up guests. */
final class SampleEvents {
    static final String NAME = "测试人员";

    private static final int PERSONS = 200_000;

    private final ServiceUnderTest service;

    SampleEvents(ServiceUnderTest service) {
        this.service = service;
    }

    JsonObject opened(long seq) {
        return event(seq, "opened");
    }

    JsonObject heartbeat(long seq) {
        return event(seq, "heartbeat").put("inUse", new JsonArray());
    }

    JsonObject login(long seq, String session, int age, boolean admitted) {
        int run = Math.floorMod(service.run().hashCode(), PERSONS); // another person in each run: one may still be open
        LocalDate born = service.at().toLocalDate().minusYears(age).minusDays(1 + run / 1_000);
        String seventeen = "360481" + born.toString().replace("-", "") + "%03d".formatted(run % 1_000);
        return event(seq, "login")
                .put("session", session(session))
                .put("terminal", "KIT-1")
                .put("admitted", admitted)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "111")
                                .put("number", CheckCharacter.completed(seventeen))
                                .put("name", NAME)
                                .put("read", "chip"));
    }

    JsonObject logout(long seq, String session) {
        return event(seq, "logout").put("session", session(session)).put("reason", "patron");
    }

    /** An id that no other check uses. */
    String session(String name) {
        return "kit-" + service.run() + "-" + name;
    }

    JsonObject event(long seq, String type) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", type)
                .put("at", Rfc3339.format(service.at().toInstant(), ChinaTime.ZONE));
    }
}
