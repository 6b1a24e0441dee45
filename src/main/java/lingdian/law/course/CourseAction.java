package lingdian.law.course;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import lingdian.domain.InspectionId;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;

/** An action on a case, with what decides about its course. Its texts and documents are stored beside it. */
public sealed interface CourseAction {
    int OFFICERS_MAX = 4;

    record Assign(List<Officer> officers, Trigger trigger) implements CourseAction {
        public Assign {
            officers = List.copyOf(officers);
            if (officers.isEmpty() || officers.size() > OFFICERS_MAX) {
                throw new IllegalArgumentException("officers: must be one to " + OFFICERS_MAX);
            }
        }

        @Override
        public CourseVerb verb() {
            return CourseVerb.ASSIGN;
        }
    }

    record Dispatch(InspectionId inspection) implements CourseAction {
        @Override
        public CourseVerb verb() {
            return CourseVerb.DISPATCH;
        }
    }

    /**
     * The result of a visit.
     *
     * @param forAll what holds for each violation that has no outcome of its own; null: each has one
     */
    record Check(InspectionId inspection, @Nullable CheckOutcome forAll, Map<ViolationId, CheckOutcome> outcomes)
            implements CourseAction {
        public Check {
            outcomes = Map.copyOf(outcomes);
        }

        @Override
        public CourseVerb verb() {
            return CourseVerb.CHECK;
        }

        /** Null where neither it nor all have one. */
        @Nullable
        CheckOutcome of(ViolationId violation) {
            CheckOutcome own = outcomes.get(violation);
            return own == null ? forAll : own;
        }

        boolean saysUntrue() {
            return forAll == CheckOutcome.UNTRUE || outcomes.containsValue(CheckOutcome.UNTRUE);
        }
    }

    /** @param until by when it must be corrected; null: at once */
    record Correct(@Nullable LocalDate until) implements CourseAction {
        @Override
        public CourseVerb verb() {
            return CourseVerb.CORRECT;
        }
    }

    record Recheck(boolean corrected) implements CourseAction {
        @Override
        public CourseVerb verb() {
            return CourseVerb.RECHECK;
        }
    }

    /** A decision on the spot: a warning, a fine, or both (行政处罚法, Art. 51). */
    record Spot(List<Sanction> sanctions) implements CourseAction {
        public Spot {
            sanctions = Sanction.together(sanctions);
            if (!sanctions.stream().allMatch(one -> one instanceof Sanction.Warning || one instanceof Sanction.Fine)) {
                throw new IllegalArgumentException("sanctions: on the spot only a warning and a fine");
            }
        }

        @Override
        public CourseVerb verb() {
            return CourseVerb.SPOT;
        }
    }

    record Decide(List<Sanction> sanctions) implements CourseAction {
        public Decide {
            sanctions = Sanction.together(sanctions);
        }

        @Override
        public CourseVerb verb() {
            return CourseVerb.DECIDE;
        }
    }

    /**
     * Closes the case in favour of another one of the same café and authority.
     *
     * @param intoVersion the version of the other that was seen
     */
    record Merge(CaseFile into, long intoVersion) implements CourseAction {
        @Override
        public CourseVerb verb() {
            return CourseVerb.MERGE;
        }
    }

    /** One of the actions of which nothing but the verb decides about the course. */
    record Plain(CourseVerb verb) implements CourseAction {
        public Plain {
            switch (verb) {
                case FILE, DECLINE, REVIEW, NOTIFY, HEAR, SERVE, PAY, EXECUTE, TRANSFER, COMMENT, CLOSE, REOPEN -> {}
                case ASSIGN, DISPATCH, CHECK, CORRECT, RECHECK, SPOT, DECIDE, MERGE ->
                    throw new IllegalArgumentException(verb.wire() + " has particulars of its own");
            }
        }
    }

    CourseVerb verb();
}
