package lingdian.law.judge;

import java.util.List;
import lingdian.law.figures.PeerDeviation;
import org.jspecify.annotations.Nullable;

/** How much of a violation there was, by what its rule counts. */
public sealed interface Quantities {
    /** The most sessions or terminals at once; null where the rule counts none. */
    default @Nullable Integer most() {
        return switch (this) {
            case Sessions sessions -> (Integer) sessions.peak();
            case Terminals terminals -> (Integer) terminals.peak();
            case Peers peers -> null;
        };
    }

    /** Whether people who were told of the other quantities know these: seconds that run on are not told. */
    boolean toldBy(Quantities other);

    /**
     * Sessions within a period.
     *
     * @param seconds whole seconds within it in which at least one session was open, rounded down
     * @param sessions distinct sessions open within it
     * @param peak the most open at once
     */
    record Sessions(long seconds, int sessions, int peak) implements Quantities {
        @Override
        public boolean toldBy(Quantities other) {
            return other instanceof Sessions told && told.sessions == sessions && told.peak == peak;
        }
    }

    /**
     * Terminals in use without a session.
     *
     * @param count distinct ones, at most {@link TerminalRules#MAX_TERMINALS}
     * @param ids of the first {@link TerminalRules#MAX_IDS} by code points, ascending
     * @param peak the most at once
     */
    record Terminals(int count, List<String> ids, int peak) implements Quantities {
        public Terminals {
            ids = List.copyOf(ids);
        }

        @Override
        public boolean toldBy(Quantities other) {
            return equals(other);
        }
    }

    /** How far the café is from its peers. */
    record Peers(PeerDeviation deviation) implements Quantities {
        @Override
        public boolean toldBy(Quantities other) {
            return equals(other);
        }
    }
}
