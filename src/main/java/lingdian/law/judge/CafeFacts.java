package lingdian.law.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.NightlyFigures;
import lingdian.law.hours.Closure;
import lingdian.law.hours.Hours;
import lingdian.law.hours.SuspensionPeriod;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a café besides its events: the decisions of officials about its region, hours, suspensions (an expired
 * licence is one), closures and terminals, and what the service itself worked out of it last night.
 *
 * @param terminals how many it is licensed for; null where it is unknown
 * @param measures as which its software is registered
 */
public record CafeFacts(
        PlaceCode placeCode,
        RegionCode region,
        Hours hours,
        List<SuspensionPeriod> suspensions,
        Set<String> staffTerminals,
        @Nullable Integer terminals,
        NightlyFigures nightly,
        Measures measures,
        List<Closure> closures) {
    /** A café without closures, whose number of terminals is unknown, and whose software is a measure of its management. */
    public CafeFacts(
            PlaceCode placeCode,
            RegionCode region,
            Hours hours,
            List<SuspensionPeriod> suspensions,
            Set<String> staffTerminals) {
        this(
                placeCode,
                region,
                hours,
                suspensions,
                staffTerminals,
                null,
                NightlyFigures.UNKNOWN,
                Measures.MANAGEMENT,
                List.of());
    }

    /** The times in which nobody waits for the café's agent, in the order of their beginning. */
    List<Excuse> excuses() {
        var excuses = new ArrayList<Excuse>(suspensions.size() + closures.size());
        suspensions.forEach(one -> excuses.add(new Excuse(one.from(), one.to())));
        closures.forEach(one -> excuses.add(new Excuse(one.from(), one.to())));
        excuses.removeIf(Excuse::isEmpty);
        excuses.sort(Comparator.comparing(Excuse::from));
        return excuses;
    }
}
