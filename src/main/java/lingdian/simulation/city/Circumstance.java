package lingdian.simulation.city;

import java.util.ArrayList;
import java.util.List;

/**
 * A circumstance that makes a rule-abiding café look like one that breaks the rules. Circumstances cause the expected
 * false positives of each suspicion (handbook, suspicions.md); without them its precision in the city would mean
 * nothing.
 */
enum Circumstance {
    NONE,
    /** Guests of the evening return at the opening, to their seats. Looks like {@link Habit#BRIDGES_MIDNIGHT}. */
    LOYAL_GUESTS,
    /**
     * On one day in three the card reader is broken and numbers are typed, correctly. Looks like
     * {@link Habit#TYPES_BY_HAND}.
     */
    READER_BROKEN,
    /** Some guests have passports, which no reader reads. Looks like {@link Habit#TYPES_BY_HAND}. */
    FOREIGN_GUESTS,
    /** The billing software logs guests out and in again. Looks like {@link Habit#SHARES_CARDS}. */
    BILLING_RECONNECTS,
    /** Guests move from seat to seat. Looks like {@link Habit#SHARES_CARDS}. */
    GUESTS_CHANGE_SEATS,
    /**
     * Open around the clock; a guest leaves, the terminal stays unlocked and the logout is forgotten until the next
     * day.
     */
    LOGOUTS_FORGOTTEN,
    /** Some computers are out of order. Looks like {@link Habit#LEAVES_OUT_TERMINALS}. */
    COMPUTERS_BROKEN,
    /** There are more computers than the licence states so far. Looks like {@link Habit#LEAVES_OUT_TERMINALS}. */
    COMPUTERS_ADDED,
    /**
     * The agent's computer loses the time occasionally, until it synchronises its clock. Looks like
     * {@link Habit#SETS_CLOCK_BACK}.
     */
    BATTERY_DEAD,
    /** Patrols are made and kept on paper. Looks like {@link Habit#SKIPS_PATROLS}. */
    PATROLS_ON_PAPER;

    /** The circumstance of each café; the rule-abiding cafés of a mix have them in turn. */
    static List<Circumstance> of(List<Habit> habits) {
        var circumstances = new ArrayList<Circumstance>(habits.size());
        int honest = 0;
        for (int i = 0; i < habits.size(); i++) {
            honest = i % Habit.MIX == 0 ? 0 : honest;
            boolean keepsRules = habits.get(i) == Habit.HONEST;
            circumstances.add(keepsRules ? values()[++honest % values().length] : NONE);
        }
        return circumstances;
    }
}
