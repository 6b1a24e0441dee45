package lingdian.office.violation;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Optional;
import lingdian.domain.Authority;
import lingdian.office.query.JsonValues;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Why a step on a case was refused: another officer was first, as {@link CaseEndpoints} says it.
 *
 * @param caseStep where the case stands
 * @param last the step that brought it there; null where none was taken
 */
public record CaseConflict(String caseStep, @Nullable Last last) {
    /** A step that was taken before ours. */
    public record Last(String action, Authority authority, OffsetDateTime at) {}

    /** Empty where the failure is another one. */
    public static Optional<CaseConflict> of(Throwable failure) {
        if (!(failure instanceof Problem.Thrown refused) || refused.problem().status() != 409) {
            return Optional.empty();
        }
        var members = refused.problem().members();
        return Optional.ofNullable(members.get("case"))
                .map(step -> new CaseConflict(
                        step.toString(),
                        members.get("last") instanceof JsonObject last
                                ? new Last(
                                        last.getString("action"),
                                        Authority.of(last.getString("authority")),
                                        JsonValues.time(last, "at"))
                                : null));
    }
}
