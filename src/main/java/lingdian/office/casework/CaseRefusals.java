package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.law.course.CourseResult.Reason;
import lingdian.law.course.CourseResult.Refused;
import lingdian.law.course.CourseVerb;
import lingdian.platform.http.Problem;

/** Why an action was not taken, with the actions that are possible and, once it was read, the case as it is. */
final class CaseRefusals {
    private static final String OPEN = "open";

    private CaseRefusals() {}

    static Problem.Thrown of(Refused refused, CaseActionRequest request) {
        List<String> open = refused.open().stream().map(CourseVerb::wire).toList();
        return problem(refused.reason(), request.verb().wire(), open)
                .with("code", refused.reason().wire())
                .with(OPEN, new JsonArray(open))
                .thrown();
    }

    /** Whether an action was refused for what the case is, so that the answer shows it. */
    static boolean showsCase(Problem problem) {
        return problem.members().containsKey(OPEN);
    }

    /** @param present the case as it is */
    static Problem.Thrown with(Problem problem, JsonObject present) {
        return problem.with("case", present).thrown();
    }

    private static Problem problem(Reason reason, String action, List<String> open) {
        return switch (reason) {
            case NOT_OPEN ->
                Problem.of(
                        409,
                        "\"" + action + "\" is not possible now; possible: "
                                + (open.isEmpty() ? "nothing" : String.join(", ", open)) + ".");
            case MOVED -> Problem.of(409, "The case has changed since you saw it.");
            case OUTCOME_DIFFERS ->
                Problem.of(409, "Your authority has found otherwise of one of these violations. That stands.");
            case OTHER_CASE -> Problem.of(409, "The other case is of another café or authority, or this one itself.");
            case OTHER_MOVED -> Problem.of(409, "The other case has changed since you saw it.");
            case OTHER_ENDED -> Problem.of(409, "The other case is closed or transferred.");
            case OTHER_CHECKED ->
                Problem.of(409, "The other case was checked already, and a violation of this one was not.");
            case CAFE_MOVED ->
                Problem.of(409, "The café belongs to another county now, as all of it that nobody has checked.");
            case NOTE_MISSING -> body("/note", "is required for this action");
            case OUTCOME_MISSING ->
                body("/outcomes", "expected an outcome of each violation of the case, or one for all");
            case UNKNOWN_VIOLATION -> body("/outcomes", "expected the ids of violations of the case");
        };
    }

    private static Problem body(String pointer, String expected) {
        return lingdian.access.account.Refused.body(pointer, expected).problem();
    }
}
