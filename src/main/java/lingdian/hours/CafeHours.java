package lingdian.hours;

import java.util.List;

/**
 * What is known of when one café may operate.
 *
 * @param suspensions by their beginning; those that were cancelled before they began are left out
 */
public record CafeHours(HoursLayers layers, List<SuspensionPeriod> suspensions) {
    public CafeHours {
        suspensions = List.copyOf(suspensions);
    }
}
