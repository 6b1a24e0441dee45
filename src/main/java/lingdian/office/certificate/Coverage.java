package lingdian.office.certificate;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.platform.text.Rfc3339;

/**
 * How much of a month a café was heard: the hours of local days in which there was an event. An agent that runs sends a heartbeat each
 * minute, day and night, so an hour without any is one of which nothing is known.
 *
 * @param gaps the hours that were not heard, joined
 */
record Coverage(int hours, int hoursHeard, int days, int daysHeard, List<Gap> gaps) {
    private static final int HOURS_OF_A_DAY = 24;

    /** Full hours in a row, of local time. */
    record Gap(LocalDateTime from, LocalDateTime to) {}

    Coverage {
        gaps = List.copyOf(gaps);
    }

    /** @param heard by day of the month, bit n: there was an event in hour n */
    static Coverage of(YearMonth month, Map<Integer, Integer> heard) {
        var gaps = new ArrayList<Gap>();
        int hoursHeard = 0;
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            int bits = heard.getOrDefault(day, 0);
            hoursHeard += Integer.bitCount(bits);
            for (int hour = 0; hour < HOURS_OF_A_DAY; hour++) {
                if ((bits >> hour & 1) == 0) {
                    unheard(gaps, month.atDay(day).atTime(hour, 0));
                }
            }
        }
        return new Coverage(
                month.lengthOfMonth() * HOURS_OF_A_DAY,
                hoursHeard,
                month.lengthOfMonth(),
                (int) heard.values().stream().filter(bits -> bits != 0).count(),
                gaps);
    }

    private static void unheard(List<Gap> gaps, LocalDateTime hour) {
        boolean goesOn = !gaps.isEmpty() && gaps.getLast().to().equals(hour);
        LocalDateTime from = goesOn ? gaps.removeLast().from() : hour;
        gaps.add(new Gap(from, hour.plusHours(1)));
    }

    JsonObject json(ZoneId zone) {
        var list = new JsonArray();
        gaps.forEach(gap -> list.add(new JsonObject()
                .put("from", Rfc3339.format(gap.from().atZone(zone).toInstant(), zone))
                .put("to", Rfc3339.format(gap.to().atZone(zone).toInstant(), zone))));
        return new JsonObject()
                .put("hours", hours)
                .put("hoursHeard", hoursHeard)
                .put("days", days)
                .put("daysHeard", daysHeard)
                .put("gaps", list);
    }
}
