package lingdian.simulation.city;

import java.util.ArrayList;
import java.util.List;

/**
 * What befalls a café that keeps the rules and makes it look like one that does not: each suspicion's expected false positives
 * (handbook, suspicions.md), so that its precision in the city says something.
 */
enum Circumstance {
    NONE,
    /** Guests of the evening come again at the opening, to seats of their own. Looks like {@link Habit#BRIDGES_MIDNIGHT}. */
    LOYAL_GUESTS,
    /** One day in three the card reader is broken and numbers are typed, rightly. Looks like {@link Habit#TYPES_BY_HAND}. */
    READER_BROKEN,
    /** Some guests have passports, which no reader reads. Looks like {@link Habit#TYPES_BY_HAND}. */
    FOREIGN_GUESTS,
    /** The billing software logs guests out and in again. Looks like {@link Habit#SHARES_CARDS}. */
    BILLING_RECONNECTS,
    /** Guests move from seat to seat. Looks like {@link Habit#SHARES_CARDS}. */
    GUESTS_CHANGE_SEATS,
    /** Open around the clock; a guest leaves, the terminal stays unlocked and the logout is forgotten till the next day. */
    LOGOUTS_FORGOTTEN,
    /** Some computers are out of order. Looks like {@link Habit#LEAVES_OUT_TERMINALS}. */
    COMPUTERS_BROKEN,
    /** There are more computers than the licence says as yet. Looks like {@link Habit#LEAVES_OUT_TERMINALS}. */
    COMPUTERS_ADDED,
    /** The agent's computer loses the time now and then, until it asks for it. Looks like {@link Habit#SETS_CLOCK_BACK}. */
    BATTERY_DEAD,
    /** Patrols are made and kept on paper. Looks like {@link Habit#SKIPS_PATROLS}. */
    PATROLS_ON_PAPER;

    /** By café: those of a mix that keep the rules have one after the other. */
    static List<Circumstance> of(List<Habit> habits) {
        var circumstances = new ArrayList<Circumstance>(habits.size());
        int honest = 0;
        for (int i = 0; i < habits.size(); i++) {
            honest = i % Habit.MIX == 0 ? 0 : honest;
            boolean keepsRules = habits.get(i) == Habit.HONEST;
            circumstances.add(keepsRules ? values()[honest++ % values().length] : NONE);
        }
        return circumstances;
    }
}
