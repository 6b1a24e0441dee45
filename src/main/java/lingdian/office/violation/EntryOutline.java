package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/**
 * What every reader of a violation may see of one step of its case, or of one comment: the action, its time and its
 * authority.
 *
 * @param number of the violation's entries, from 1
 * @param action the action; {@code comment} if the case did not move
 * @param step the state of the case after it
 */
record EntryOutline(int number, String action, String step, Instant at, Authority authority) {
    static final String COMMENT = "comment";

    boolean isStep() {
        return !action.equals(COMMENT);
    }

    JsonObject json() {
        return new JsonObject()
                .put("number", number)
                .put("action", action)
                .put("case", step)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("authority", authority.wire());
    }
}
