package lingdian.simulation.city;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How a café of the city keeps the rules: one habit each, so that findings can be attributed (handbook, simulator.md).
 */
public enum Habit {
    HONEST("keeps the rules"),
    CLOSES_FOR_GOOD("says closed on its first evening, stops the agent for good and stays open"),
    NEVER_CONNECTS("never connects its agent"),
    PAST_MIDNIGHT("stays open past midnight behind closed doors"),
    LOSES_CASHIER("lets guests go on without a login while its cashier's program is down, once a day"),
    ADMITS_MINORS("admits minors"),
    REPLAYS_REGISTRATIONS("registers the guests of its first day again on every other day, with nobody at the seats"),
    SHARES_CARDS("hands out its own cards, one to several guests"),
    SEATS_UNREGISTERED("seats guests without a login"),
    LOSES_LOGOUTS("loses logouts"),
    STOPS_AGENT("stops the agent at 23:50, during business, and starts it at 08:00"),
    LOGS_OUT_AND_STOPS_AGENT("logs every guest out at 23:50, stops the agent and stays open"),
    SETS_CLOCK_BACK("sets the clock back before midnight and stays open"),
    TYPES_BY_HAND("types document numbers by hand and seats the guest even if they are wrong"),
    RUNS_SUSPENDED("stays open while its licence is suspended"),
    REINSTALLS_AGENT("reinstalls the agent during business, without its records"),
    BRIDGES_MIDNIGHT("logs its guests out at closing, keeps them unseen, and logs them in again at 08:00"),
    SEATS_FOR_DAYS("seats guests for a day and a night on one login"),
    LEAVES_OUT_TERMINALS("has no agent on most of its terminals"),
    SKIPS_PATROLS("hardly ever patrols");

    /** The number of cafés in a mix. */
    static final int MIX = 30;

    /**
     * How many of thirty cafés have each habit: ten are honest, each under a {@link Circumstance} of its own. The mix is
     * an assumption; no table counts it.
     */
    private static final Map<Habit, Integer> OF_THIRTY = Map.ofEntries(
            Map.entry(HONEST, 10),
            Map.entry(CLOSES_FOR_GOOD, 1),
            Map.entry(NEVER_CONNECTS, 1),
            Map.entry(PAST_MIDNIGHT, 1),
            Map.entry(LOSES_CASHIER, 1),
            Map.entry(ADMITS_MINORS, 1),
            Map.entry(REPLAYS_REGISTRATIONS, 1),
            Map.entry(SHARES_CARDS, 2),
            Map.entry(SEATS_UNREGISTERED, 1),
            Map.entry(LOSES_LOGOUTS, 1),
            Map.entry(STOPS_AGENT, 1),
            Map.entry(LOGS_OUT_AND_STOPS_AGENT, 1),
            Map.entry(SETS_CLOCK_BACK, 1),
            Map.entry(TYPES_BY_HAND, 1),
            Map.entry(RUNS_SUSPENDED, 1),
            Map.entry(REINSTALLS_AGENT, 1),
            Map.entry(BRIDGES_MIDNIGHT, 1),
            Map.entry(SEATS_FOR_DAYS, 1),
            Map.entry(LEAVES_OUT_TERMINALS, 1),
            Map.entry(SKIPS_PATROLS, 1));

    private final String words;

    Habit(String words) {
        this.words = words;
    }

    /** The habit in words, for people. */
    public String words() {
        return words;
    }

    boolean stopsAgent() {
        return this == STOPS_AGENT || this == LOGS_OUT_AND_STOPS_AGENT;
    }

    /** Whether the service soon hears nothing of the café any more, or never does. */
    boolean staysAway() {
        return this == CLOSES_FOR_GOOD || this == NEVER_CONNECTS;
    }

    /** Whether guests are meant to stay past midnight. */
    boolean openAtNight() {
        return this == PAST_MIDNIGHT || this == SETS_CLOCK_BACK || stopsAgent();
    }

    /** The habits of this many cafés, mixed by the seed; every thirty of them have an equal mix. */
    static List<Habit> of(long seed, int cafes) {
        var random = new Random(seed);
        var habits = new ArrayList<Habit>(cafes);
        while (habits.size() < cafes) {
            var thirty = new ArrayList<Habit>();
            for (Habit habit : values()) {
                thirty.addAll(Collections.nCopies(OF_THIRTY.getOrDefault(habit, 0), habit));
            }
            Collections.shuffle(thirty, random);
            habits.addAll(thirty);
        }
        return List.copyOf(habits.subList(0, cafes));
    }
}
