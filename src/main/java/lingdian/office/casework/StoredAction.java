package lingdian.office.casework;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import lingdian.domain.AccountId;
import lingdian.domain.InspectionId;
import lingdian.law.course.CaseFile.ActionTaken;
import lingdian.law.course.CheckOutcome;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.StepName;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * One action in a case's history.
 *
 * @param action {@code open}, or the word of a verb
 * @param step of the case after it
 * @param by null: the service
 * @param outcome of a check, for the case as a whole
 * @param note null also if it can no longer be opened
 * @param particulars what the action says besides; null: nothing, or it can no longer be opened
 */
record StoredAction(
        String action,
        StepName step,
        Instant at,
        @Nullable By by,
        @Nullable InspectionId inspection,
        @Nullable CheckOutcome outcome,
        @Nullable String note,
        @Nullable JsonObject particulars) {
    static final String OPEN = "open";

    /** @param name of the account */
    record By(AccountId account, String name) {
        @Override
        public String toString() {
            return "By[" + account + "]"; // names do not belong in logs
        }
    }

    /** As the course counts it; opening is none of its actions. */
    Optional<ActionTaken> taken() {
        return CourseVerb.of(action).map(verb -> new ActionTaken(verb, step, at));
    }

    JsonObject json(ZoneId zone) {
        return new JsonObject()
                .put("action", action)
                .put("step", step.wire())
                .put("at", Rfc3339.format(at, zone))
                .put(
                        "by",
                        by == null
                                ? null
                                : new JsonObject()
                                        .put("id", by.account().toString())
                                        .put("name", by.name()))
                .put("inspection", inspection == null ? null : inspection.toString())
                .put("note", note)
                .put("particulars", particulars);
    }

    @Override
    public String toString() {
        return "StoredAction[" + action + "]"; // notes are free text
    }
}
