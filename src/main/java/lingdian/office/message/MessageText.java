package lingdian.office.message;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import lingdian.access.account.Refused;
import lingdian.domain.document.CitizenNumber;
import lingdian.office.api.BodyFields;

/** What an officer writes to cafés. */
record MessageText(String text, String purpose, Instant until) {
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Refuses a body with all of its mistakes. */
    static MessageText read(JsonObject body, Instant now) {
        var errors = new JsonArray();
        String text = body.getString("text");
        if (text.isBlank()) {
            errors.add(Refused.bodyError("/text", "expected a text"));
        } else if (CitizenNumber.mayOccurIn(text)) {
            errors.add(Refused.bodyError(
                    "/text", "must not hold an identity number: a message is about premises, never about a person"));
        }
        Instant until = BodyFields.neededInstant(body, "until");
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            errors.add(Refused.bodyError("/until", "expected a moment after now, within 30 days"));
        }
        if (!errors.isEmpty()) {
            throw Refused.invalid(errors);
        }
        return new MessageText(text, body.getString("purpose"), until);
    }

    @Override
    public String toString() {
        return "MessageText"; // free text
    }
}
