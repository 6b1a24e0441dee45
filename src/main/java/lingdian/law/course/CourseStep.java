package lingdian.law.course;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a case stands (handbook, casework.md#the-course-of-a-case).
 *
 * <pre>
 * {@link Lead} ─▶ {@link Assigned} ─▶ {@link Checked} ─▶ {@link Filed} ─▶ {@link Review} ─▶ {@link Notified} ─▶ {@link Decided} ─▶ {@link Executing} ─▶ {@link Closed}
 *                      │  ▲                                 └▶ {@link Hearing} ─▶┘            ▲
 *                      │  └── {@link Correcting}                                              │
 *                      ├────▶ {@link Spot} ────────────────────────────────────────┘
 *                      └────▶ {@link Declined} ─▶ {@link Closed}      from any step: {@link Transferred} ─▶ {@link Closed}
 * </pre>
 *
 * <p>Each step has exactly its legal moves as methods, so that an illegal move does not compile. A requested action is
 * looked up among those methods ({@link #after}), so that there is no second table to maintain.
 */
public sealed interface CourseStep {

    /** A step at which an office works on the case: it can be reassigned, transferred and commented on. */
    sealed interface Running extends CourseStep {
        default Transferred transfer() {
            return new Transferred();
        }

        /** The moves beside those that every running case has. */
        List<Move> ownMoves();

        @Override
        default List<Move> moves() {
            var moves = new ArrayList<>(ownMoves());
            if (!(this instanceof Lead)) {
                moves.add(Move.staying(CourseVerb.ASSIGN, this));
            }
            moves.add(new Move(CourseVerb.TRANSFER, action -> transfer()));
            moves.add(Move.staying(CourseVerb.COMMENT, this));
            return moves;
        }
    }

    /** A step before any decision. What was decided is carried out, counted and closed under its own case. */
    sealed interface Undecided extends Running {
        /** Closes it in favour of another case. */
        default Closed merge() {
            return new Closed(this, true);
        }

        @Override
        default List<Move> moves() {
            var moves = new ArrayList<>(Running.super.moves());
            moves.add(new Move(CourseVerb.MERGE, action -> merge()));
            return moves;
        }
    }

    /** Nobody is assigned yet. */
    record Lead() implements Undecided {
        public Assigned assign() {
            return new Assigned();
        }

        /** Only where every violation was dismissed. */
        public Closed close() {
            return new Closed(this, false);
        }

        @Override
        public StepName name() {
            return StepName.LEAD;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(
                    new Move(CourseVerb.ASSIGN, action -> assign()), new Move(CourseVerb.CLOSE, action -> close()));
        }
    }

    /** Officers are to check it on the spot. */
    record Assigned() implements Undecided {
        public Checked check() {
            return new Checked();
        }

        /** Only where every violation was dismissed. */
        public Closed close() {
            return new Closed(this, false);
        }

        @Override
        public StepName name() {
            return StepName.ASSIGNED;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(
                    Move.staying(CourseVerb.DISPATCH, this),
                    new Move(CourseVerb.CHECK, action -> check()),
                    new Move(CourseVerb.CLOSE, action -> close()));
        }
    }

    /** It was checked on the spot, and people found it true, untrue or unverifiable. */
    record Checked() implements Undecided {
        /** @param until by when it must be corrected; null: at once */
        public Correcting correct(@Nullable LocalDate until) {
            return new Correcting(until);
        }

        public Filed file() {
            return new Filed();
        }

        public Declined decline() {
            return new Declined();
        }

        public Spot spot() {
            return new Spot();
        }

        public Closed close() {
            return new Closed(this, false);
        }

        @Override
        public StepName name() {
            return StepName.CHECKED;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(
                    new Move(CourseVerb.CORRECT, action -> correct(((CourseAction.Correct) action).until())),
                    new Move(CourseVerb.FILE, action -> file()),
                    new Move(CourseVerb.DECLINE, action -> decline()),
                    new Move(CourseVerb.SPOT, action -> spot()),
                    new Move(CourseVerb.CLOSE, action -> close()));
        }
    }

    /**
     * The café was ordered to correct it (行政处罚法, Art. 28).
     *
     * @param until by when; null: at once
     */
    record Correcting(@Nullable LocalDate until) implements Undecided {
        public Checked recheck() {
            return new Checked();
        }

        @Override
        public StepName name() {
            return StepName.CORRECTING;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(new Move(CourseVerb.RECHECK, action -> recheck()));
        }
    }

    /** A decision was made on the spot (行政处罚法, Art. 51 and 52). */
    record Spot() implements Running {
        public Executing serve() {
            return new Executing();
        }

        @Override
        public StepName name() {
            return StepName.SPOT;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(new Move(CourseVerb.SERVE, action -> serve()));
        }
    }

    /** No case is filed. */
    record Declined() implements Undecided {
        public Closed close() {
            return new Closed(this, false);
        }

        @Override
        public StepName name() {
            return StepName.DECLINED;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(new Move(CourseVerb.CLOSE, action -> close()));
        }
    }

    /** The case is filed and investigated (行政处罚法, Art. 54). */
    record Filed() implements Undecided {
        public Review review() {
            return new Review();
        }

        @Override
        public StepName name() {
            return StepName.FILED;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(new Move(CourseVerb.REVIEW, action -> review()));
        }
    }

    /** The report is reviewed (行政处罚法, Art. 57 and 58). */
    record Review() implements Undecided {
        public Notified notified() {
            return new Notified();
        }

        @Override
        public StepName name() {
            return StepName.REVIEW;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(new Move(CourseVerb.NOTIFY, action -> notified()));
        }
    }

    /** The café was told what is planned, and may state its case (行政处罚法, Art. 44 and 45). */
    record Notified() implements Undecided {
        public Hearing hear() {
            return new Hearing();
        }

        public Decided decide() {
            return new Decided();
        }

        @Override
        public StepName name() {
            return StepName.NOTIFIED;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(
                    new Move(CourseVerb.HEAR, action -> hear()), new Move(CourseVerb.DECIDE, action -> decide()));
        }
    }

    /** A hearing is held (行政处罚法, Art. 63 and 64). */
    record Hearing() implements Undecided {
        public Decided decide() {
            return new Decided();
        }

        @Override
        public StepName name() {
            return StepName.HEARING;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(new Move(CourseVerb.DECIDE, action -> decide()));
        }
    }

    /** The decision is made and not yet served (行政处罚法, Art. 57). */
    record Decided() implements Running {
        public Executing serve() {
            return new Executing();
        }

        @Override
        public StepName name() {
            return StepName.DECIDED;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(new Move(CourseVerb.SERVE, action -> serve()));
        }
    }

    /** The decision is served, and is carried out. */
    record Executing() implements Running {
        public Closed close() {
            return new Closed(this, false);
        }

        @Override
        public StepName name() {
            return StepName.EXECUTING;
        }

        @Override
        public List<Move> ownMoves() {
            return List.of(
                    Move.staying(CourseVerb.PAY, this),
                    Move.staying(CourseVerb.EXECUTE, this),
                    new Move(CourseVerb.CLOSE, action -> close()));
        }
    }

    /** Another organ deals with it. */
    record Transferred() implements CourseStep {
        public Closed close() {
            return new Closed(this, false);
        }

        @Override
        public StepName name() {
            return StepName.TRANSFERRED;
        }

        @Override
        public List<Move> moves() {
            return List.of(Move.staying(CourseVerb.COMMENT, this), new Move(CourseVerb.CLOSE, action -> close()));
        }
    }

    /**
     * Nothing is left to do.
     *
     * @param before the step at which it was closed
     * @param merged whether another case goes on in its place; such a one is never opened again
     */
    record Closed(CourseStep before, boolean merged) implements CourseStep {
        public CourseStep reopen() {
            return before;
        }

        @Override
        public StepName name() {
            return StepName.CLOSED;
        }

        @Override
        public List<Move> moves() {
            return merged
                    ? List.of(Move.staying(CourseVerb.COMMENT, this))
                    : List.of(Move.staying(CourseVerb.COMMENT, this), new Move(CourseVerb.REOPEN, action -> reopen()));
        }
    }

    /** One legal move: its verb, and the method that makes it. */
    record Move(CourseVerb verb, Function<CourseAction, CourseStep> make) {
        private static Move staying(CourseVerb verb, CourseStep step) {
            return new Move(verb, action -> step);
        }
    }

    /**
     * A step as it was stored.
     *
     * @param until of an order to correct
     * @param before of a closed case: the step at which it was closed
     */
    static CourseStep of(StepName name, @Nullable LocalDate until, @Nullable StepName before, boolean merged) {
        return switch (name) {
            case LEAD -> new Lead();
            case ASSIGNED -> new Assigned();
            case CHECKED -> new Checked();
            case CORRECTING -> new Correcting(until);
            case SPOT -> new Spot();
            case DECLINED -> new Declined();
            case FILED -> new Filed();
            case REVIEW -> new Review();
            case NOTIFIED -> new Notified();
            case HEARING -> new Hearing();
            case DECIDED -> new Decided();
            case EXECUTING -> new Executing();
            case TRANSFERRED -> new Transferred();
            case CLOSED -> new Closed(of(Objects.requireNonNull(before), null, null, false), merged);
        };
    }

    StepName name();

    /** Whether violations join a case here: nobody has checked it. */
    default boolean takesViolations() {
        return this instanceof Lead || this instanceof Assigned;
    }

    /** The moves that are legal here. */
    List<Move> moves();

    /** The step after an action; empty if the action is not possible at this step. */
    default Optional<CourseStep> after(CourseAction action) {
        return moves().stream()
                .filter(move -> move.verb() == action.verb())
                .findFirst()
                .map(move -> move.make().apply(action));
    }
}
