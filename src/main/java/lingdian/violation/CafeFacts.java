package lingdian.violation;

import java.util.List;
import java.util.Set;
import lingdian.hours.Hours;
import lingdian.hours.SuspensionPeriod;

/**
 * What was decided about a café by people: its region, hours, suspensions (an expired licence is one) and staff terminals.
 */
public record CafeFacts(
        String placeCode, String region, Hours hours, List<SuspensionPeriod> suspensions, Set<String> staffTerminals) {}
