package lingdian.law.hours;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of when one café may operate.
 *
 * @param suspensions by their beginning; those that were cancelled before they began are left out
 */
public record CafeHours(HoursLayers layers, List<SuspensionPeriod> suspensions) {
    public CafeHours {
        suspensions = List.copyOf(suspensions);
    }

    /** When it may really operate: its layers with each suspension as an order that closes it, of the same id, before all others. */
    public HoursLayers suspended() {
        Stream<Order> closing = suspensions.stream()
                .map(one -> new Order(Level.CAFE, Plan.NEWEST, one.id(), false, one.from(), one.endsAt()));
        return new HoursLayers(
                layers.zone(),
                layers.schedules(),
                Stream.concat(closing, layers.orders().stream()).toList());
    }
}
