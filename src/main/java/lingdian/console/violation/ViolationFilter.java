package lingdian.console.violation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.TableLink;
import lingdian.domain.ChinaTime;
import lingdian.office.violation.ViolationQuery;

/**
 * Which violations a list shows, as its address says. An empty value matches everything.
 *
 * @param from the first day on which they began
 * @param to the last one
 */
public record ViolationFilter(String region, String code, String from, String to) {
    private static final String PATH = "/violations";

    static ViolationFilter of(PageCall call) {
        return new ViolationFilter(call.query("region"), call.query("code"), call.query("from"), call.query("to"));
    }

    /** The list behind a figure of some days. */
    public static String path(String region, String code, LocalDate from, LocalDate to) {
        return new ViolationFilter(region, code, from.toString(), to.toString()).path("");
    }

    ViolationQuery.Filter ofTheApi() {
        return new ViolationQuery.Filter(region, code, "", "");
    }

    boolean isEmpty() {
        return given().isEmpty();
    }

    /** When the first day begins; a text that is no day is left as it is, and the API refuses it. */
    String begins() {
        return instant(from, 0);
    }

    /** When the last day has ended. */
    String ends() {
        return instant(to, 1);
    }

    private static String instant(String day, int daysLater) {
        try {
            return day.isEmpty()
                    ? ""
                    : LocalDate.parse(day)
                            .plusDays(daysLater)
                            .atStartOfDay(ChinaTime.ZONE)
                            .toInstant()
                            .toString();
        } catch (DateTimeException noDay) {
            return day;
        }
    }

    /** The address of the list. @param cursor of a later page; empty: the first one */
    String path(String cursor) {
        Map<String, String> query = given();
        query.put("cursor", cursor);
        return PageAddress.of(PATH, query);
    }

    private Map<String, String> given() {
        var given = new LinkedHashMap<String, String>();
        given.put("region", region);
        given.put("code", code);
        given.put("from", from);
        given.put("to", to);
        given.values().removeIf(String::isEmpty);
        return given;
    }

    /** All of them as a file for spreadsheets. */
    String table() {
        return TableLink.path("violations", Map.of("region", region, "code", code, "from", begins(), "to", ends()));
    }
}
