package lingdian.law.casework;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state of people's work on a violation, independent of whether the violation is open or ended (handbook,
 * enforcement.md).
 *
 * <pre>
 * {@link New} ──acknowledge──▶ {@link Acknowledged} ──dispatch──▶ {@link Dispatched} ──confirm──────────▶ {@link Confirmed} ──────┐
 *  │                      │                      ├──mark unverifiable──▶ {@link Unverifiable} ───┼─close─▶ {@link Closed}
 *  └──────dismiss─────────┴───────dismiss────────┴──dismiss────────────▶ {@link Dismissed} ──────┘
 * </pre>
 *
 * <p>Each state has exactly its legal moves as methods, so that an illegal move does not compile. A requested action is
 * looked up among those methods ({@link #after}), so that there is no second table to maintain. A violation that the
 * judge opens again keeps its state: a later event does not undo people's findings.
 */
public sealed interface Case {

    /** No officer has looked at it. */
    record New() implements Case {
        public Acknowledged acknowledge() {
            return new Acknowledged();
        }

        public Dismissed dismiss() {
            return new Dismissed();
        }

        @Override
        public List<Move> moves() {
            return List.of(
                    new Move(CaseAction.ACKNOWLEDGE, this::acknowledge), new Move(CaseAction.DISMISS, this::dismiss));
        }
    }

    /** An officer has taken note of it. */
    record Acknowledged() implements Case {
        public Dispatched dispatch() {
            return new Dispatched();
        }

        public Dismissed dismiss() {
            return new Dismissed();
        }

        @Override
        public List<Move> moves() {
            return List.of(new Move(CaseAction.DISPATCH, this::dispatch), new Move(CaseAction.DISMISS, this::dismiss));
        }
    }

    /** An inspection was sent. */
    record Dispatched() implements Case {
        public Confirmed confirm() {
            return new Confirmed();
        }

        public Dismissed dismiss() {
            return new Dismissed();
        }

        public Unverifiable markUnverifiable() {
            return new Unverifiable();
        }

        @Override
        public List<Move> moves() {
            return List.of(
                    new Move(CaseAction.CONFIRM, this::confirm),
                    new Move(CaseAction.DISMISS, this::dismiss),
                    new Move(CaseAction.MARK_UNVERIFIABLE, this::markUnverifiable));
        }
    }

    /** A person confirmed it (属实). */
    record Confirmed() implements Case {
        public Closed close() {
            return new Closed();
        }

        @Override
        public List<Move> moves() {
            return List.of(new Move(CaseAction.CLOSE, this::close));
        }
    }

    /** A person found it wrong (不属实). */
    record Dismissed() implements Case {
        public Closed close() {
            return new Closed();
        }

        @Override
        public List<Move> moves() {
            return List.of(new Move(CaseAction.CLOSE, this::close));
        }
    }

    /** It could not be verified (无法核实). */
    record Unverifiable() implements Case {
        public Closed close() {
            return new Closed();
        }

        @Override
        public List<Move> moves() {
            return List.of(new Move(CaseAction.CLOSE, this::close));
        }
    }

    /** Nothing is left to do. */
    record Closed() implements Case {
        @Override
        public List<Move> moves() {
            return List.of();
        }
    }

    /** One legal move: its action, and the method that makes it. */
    record Move(CaseAction action, Supplier<? extends Case> make) {}

    /** The moves that are legal here. */
    List<Move> moves();

    /** The state after an action; empty if the action is not possible in this state. */
    default Optional<Case> after(CaseAction action) {
        return moves().stream()
                .filter(move -> move.action() == action)
                .findFirst()
                .map(move -> move.make().get());
    }

    /** The actions that are possible in this state, in order of progress. */
    default List<CaseAction> open() {
        return moves().stream().map(Move::action).toList();
    }

    /** The word in JSON. */
    default String wire() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** All states, in order of progress. */
    static List<Case> all() {
        return List.of(
                new New(),
                new Acknowledged(),
                new Dispatched(),
                new Confirmed(),
                new Dismissed(),
                new Unverifiable(),
                new Closed());
    }

    /**
     * The state of this word.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Case of(String wire) {
        return all().stream()
                .filter(state -> state.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such case"));
    }
}
