package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * What an authority answers to an objection.
 *
 * @param text null if it can no longer be opened
 */
record ObjectionAnswer(
        Authority authority, boolean upheld, @Nullable String text, Instant at) {
    JsonObject json() {
        return new JsonObject()
                .put("authority", authority.wire())
                .put("upheld", upheld)
                .put("text", text)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE));
    }

    @Override
    public String toString() {
        return "ObjectionAnswer[" + authority + "]"; // an answer is free text
    }
}
