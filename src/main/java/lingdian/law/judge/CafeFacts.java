package lingdian.law.judge;

import java.util.List;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Hours;
import lingdian.law.hours.SuspensionPeriod;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a café by people: its region, hours, suspensions (an expired licence is one) and terminals.
 *
 * @param terminals how many it is licensed for; null where nobody said
 */
public record CafeFacts(
        PlaceCode placeCode,
        RegionCode region,
        Hours hours,
        List<SuspensionPeriod> suspensions,
        Set<String> staffTerminals,
        @Nullable Integer terminals) {
    /** One of which nobody said how many terminals it has. */
    public CafeFacts(
            PlaceCode placeCode,
            RegionCode region,
            Hours hours,
            List<SuspensionPeriod> suspensions,
            Set<String> staffTerminals) {
        this(placeCode, region, hours, suspensions, staffTerminals, null);
    }
}
