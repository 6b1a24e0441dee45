package lingdian.law.hours;

import java.util.List;
import java.util.stream.Stream;

/**
 * The schedules, orders and suspensions that decide when one café may operate, and its closures.
 *
 * @param suspensions in order of beginning; those that were cancelled before they began are left out
 * @param closures likewise
 */
public record CafeHours(HoursLayers layers, List<SuspensionPeriod> suspensions, List<Closure> closures) {
    public CafeHours {
        suspensions = List.copyOf(suspensions);
        closures = List.copyOf(closures);
    }

    /**
     * The layers with each suspension as a closing order of the same id, ahead of all others: when the café may really
     * operate.
     */
    public HoursLayers suspended() {
        Stream<HoursOrder> closing = suspensions.stream()
                .map(one ->
                        new HoursOrder(Level.CAFE, PlannedChange.NEWEST, one.id(), false, one.from(), one.endsAt()));
        return new HoursLayers(
                layers.zone(),
                layers.schedules(),
                Stream.concat(closing, layers.orders().stream()).toList());
    }
}
