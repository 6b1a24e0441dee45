package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * All actions of a city of cafés, and the truth about it: a pure function of its settings. It is produced a few minutes
 * at a time, so that memory depends on the present guests only, not on the number of cafés and days.
 */
final class CityPlan implements Iterator<Slice> {
    static final Duration SLICE = Duration.ofMinutes(10);

    /** The shortest way from one café to another: two slices, see {@link CityPace#slicesAhead}. */
    static final Duration WAY = SLICE.multipliedBy(2);

    private static final Duration SETTLED = Duration.ofHours(24);
    private static final double LARGER_HALF = 0.5;

    private final CitySettings settings;
    private final List<CafeSheet> sheets = new ArrayList<>();
    private final List<SimulatedCafe> cafes = new ArrayList<>();
    /** One for each mix of habits, whose cafés lend each other cards. */
    private final List<HouseCards> houseCards = new ArrayList<>();

    private List<Act> acts = new ArrayList<>();
    private List<Truth> truths = new ArrayList<>();
    private Instant now;

    CityPlan(CitySettings settings) {
        this.settings = settings;
        this.now = settings.from();
        var random = new SplittableRandom(settings.seed());
        var population = new Population(random.split(), settings.firstDay());
        List<Habit> habits = Habit.of(settings.seed(), settings.cafes());
        List<Circumstance> circumstances = Circumstance.of(habits);
        List<Double> ranks = ranks(settings.cafes(), random.split());
        giveGuests(habits, circumstances, ranks);
        for (int i = 0; i < settings.cafes(); i++) {
            if (i % Habit.MIX == 0) {
                houseCards.add(new HouseCards(population, truth -> truths.add(truth)));
            }
            CafeSheet sheet = CafeSheet.of(settings, i, habits.get(i), circumstances.get(i), ranks.get(i));
            sheets.add(sheet);
            cafes.add(new SimulatedCafe(
                    settings,
                    sheet,
                    population,
                    houseCards.getLast(),
                    random.split(),
                    act -> acts.add(act),
                    truth -> truths.add(truth)));
        }
    }

    /** Evenly distributed sizes from the smallest to the largest, in random order. */
    private static List<Double> ranks(int cafes, SplittableRandom random) {
        var ranks = new ArrayList<Double>();
        for (int i = 0; i < cafes; i++) {
            ranks.add((i + random.nextDouble()) / cafes);
        }
        for (int i = cafes - 1; i > 0; i--) {
            Collections.swap(ranks, i, random.nextInt(i + 1));
        }
        return ranks;
    }

    /** Moves habits that show only with enough guests to the larger half of the cafés, in exchange for others. */
    private static void giveGuests(List<Habit> habits, List<Circumstance> circumstances, List<Double> ranks) {
        int other = 0;
        for (int i = 0; i < ranks.size(); i++) {
            if (!needsGuests(habits.get(i), circumstances.get(i)) || ranks.get(i) >= LARGER_HALF) {
                continue;
            }
            while (other < ranks.size()
                    && (ranks.get(other) < LARGER_HALF || needsGuests(habits.get(other), circumstances.get(other)))) {
                other++;
            }
            if (other < ranks.size()) {
                Collections.swap(ranks, i, other);
            }
        }
    }

    private static boolean needsGuests(Habit habit, Circumstance circumstance) {
        return habit == Habit.BRIDGES_MIDNIGHT
                || habit == Habit.TYPES_BY_HAND
                || habit == Habit.ADMITS_MINORS
                || habit == Habit.LOSES_CASHIER
                || habit == Habit.REPLAYS_REGISTRATIONS
                || circumstance == Circumstance.LOYAL_GUESTS
                || circumstance == Circumstance.READER_BROKEN
                || circumstance == Circumstance.FOREIGN_GUESTS;
    }

    CitySettings settings() {
        return settings;
    }

    List<CafeSheet> cafes() {
        return List.copyOf(sheets);
    }

    @Override
    public boolean hasNext() {
        return now.isBefore(settings.to());
    }

    @Override
    public Slice next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the city is over");
        }
        Instant from = now;
        Instant to = from.plus(SLICE);
        Instant until = to.isBefore(settings.to()) ? to : settings.to();
        cafes.forEach(cafe -> cafe.advance(until));
        now = until;
        settle();
        List<Act> done = acts;
        acts = new ArrayList<>();
        done.sort(Comparator.comparing(Act::at)); // stable: keeps each café's own order
        return new Slice(from, until, done);
    }

    private void settle() {
        if (!hasNext()) {
            houseCards.forEach(cards -> cards.settle(now));
            cafes.forEach(SimulatedCafe::finish);
        } else if (now.getEpochSecond() % 3_600 == 0) {
            houseCards.forEach(cards -> cards.settle(now.minus(SETTLED)));
        }
    }

    /** The truths settled since the last call; all remaining ones once the city is over. */
    List<Truth> truths() {
        List<Truth> known = truths;
        truths = new ArrayList<>();
        return known;
    }
}
