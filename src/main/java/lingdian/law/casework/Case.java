package lingdian.law.casework;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where people's work on a violation stands, beside its being open or ended (handbook, enforcement.md).
 *
 * <pre>
 * {@link New} ──acknowledge──▶ {@link Acknowledged} ──dispatch──▶ {@link Dispatched} ──confirm──────────▶ {@link Confirmed} ──────┐
 *  │                      │                      ├──mark unverifiable──▶ {@link Unverifiable} ───┼─close─▶ {@link Closed}
 *  └──────dismiss─────────┴───────dismiss────────┴──dismiss────────────▶ {@link Dismissed} ──────┘
 * </pre>
 *
 * <p>Each state has the moves that are legal in it as methods and no others, so that an illegal one does not compile. What a
 * request asks for is looked up among those very methods ({@link #after}), so that there is no second table to keep true. A
 * violation that the judge opens again keeps its state: what people found out is not undone by a later event.
 */
public sealed interface Case {

    /** Nobody has looked at it. */
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

    /** A person found it true (属实). */
    record Confirmed() implements Case {
        public Closed close() {
            return new Closed();
        }

        @Override
        public List<Move> moves() {
            return List.of(new Move(CaseAction.CLOSE, this::close));
        }
    }

    /** A person found it untrue (不属实). */
    record Dismissed() implements Case {
        public Closed close() {
            return new Closed();
        }

        @Override
        public List<Move> moves() {
            return List.of(new Move(CaseAction.CLOSE, this::close));
        }
    }

    /** It could not be found out (无法核实). */
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

    /** One legal move: the action that asks for it, and the method that makes it. */
    record Move(CaseAction action, Supplier<? extends Case> make) {}

    /** The moves that are legal here. */
    List<Move> moves();

    /** The state after an action; empty where it is not open here. */
    default Optional<Case> after(CaseAction action) {
        return moves().stream()
                .filter(move -> move.action() == action)
                .findFirst()
                .map(move -> move.make().get());
    }

    /** The actions that are open here, in the order in which they lead on. */
    default List<CaseAction> open() {
        return moves().stream().map(Move::action).toList();
    }

    /** The word in JSON. */
    default String wire() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** All states, in the order of their lives. */
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
     * @throws IllegalArgumentException where there is none
     */
    static Case of(String wire) {
        return all().stream()
                .filter(state -> state.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such case"));
    }
}
