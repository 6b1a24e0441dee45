package lingdian.law.judge;

import java.util.List;
import java.util.Set;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Hours;
import lingdian.law.hours.SuspensionPeriod;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of officials about a café: its region, hours, suspensions (an expired licence is one) and terminals.
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
        Measures measures) {
    /** A café whose number of terminals is unknown, and whose software is a measure of its management. */
    public CafeFacts(
            PlaceCode placeCode,
            RegionCode region,
            Hours hours,
            List<SuspensionPeriod> suspensions,
            Set<String> staffTerminals) {
        this(placeCode, region, hours, suspensions, staffTerminals, null, Measures.MANAGEMENT);
    }
}
