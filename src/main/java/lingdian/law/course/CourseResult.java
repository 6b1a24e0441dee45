package lingdian.law.course;

import java.util.List;
import java.util.Locale;
import lingdian.domain.ViolationId;
import lingdian.law.casework.CaseAction;
import org.jspecify.annotations.Nullable;

/** What an action comes to. */
public sealed interface CourseResult {
    /**
     * It was taken.
     *
     * @param file the case after it
     * @param progress the steps that its violations take themselves, in order
     * @param into the case into which it was merged, after that; null for any other action
     */
    record Taken(
            CaseFile file,
            List<ViolationStep> progress,
            @Nullable CaseFile into) implements CourseResult {}

    /**
     * It was not taken.
     *
     * @param open the actions that are possible
     */
    record Refused(Reason reason, List<CourseVerb> open) implements CourseResult {}

    /** One step of a violation itself. */
    record ViolationStep(ViolationId violation, CaseAction action) {}

    /** Why an action is refused. */
    enum Reason {
        /** The action is not possible at this step. */
        NOT_OPEN,
        /** The case has another version than the one that was seen. */
        MOVED,
        /** The action needs a note. */
        NOTE_MISSING,
        /** A check says nothing of one of the violations. */
        OUTCOME_MISSING,
        /** A check says something of a violation that is not of this case. */
        UNKNOWN_VIOLATION,
        /** A check finds otherwise what this authority has found of a violation before. */
        OUTCOME_DIFFERS,
        /** The other case is of another café or authority, or this one itself. */
        OTHER_CASE,
        /** The other case has another version than the one that was seen. */
        OTHER_MOVED,
        /** The other case is closed or transferred. */
        OTHER_ENDED,
        /** The other case was checked already, and a violation of this one was not: nobody would ever check it. */
        OTHER_CHECKED,
        /** Nobody has checked the case, and its café belongs to another county now, as all that nobody has checked. */
        CAFE_MOVED;

        /** The code in JSON. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
