package lingdian.console.violation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.TableLink;
import lingdian.domain.ChinaTime;
import lingdian.office.violation.ViolationQuery;

/**
 * Which violations a list shows, as its address says. An empty value matches everything.
 *
 * @param steps one or several, with commas between them
 * @param night the day on which the business day began, from eight to eight; goes before the other two days
 * @param from the first day on which they began
 * @param to the last one
 */
public record ViolationFilter(
        String region, String code, String standing, String steps, String night, String from, String to) {
    /** Not ruled out, as far as was checked. */
    public static final String STANDING = "new,acknowledged,dispatched,confirmed";
    /** What no longer counts: ruled out, or over. */
    public static final String SETTLED = "dismissed,unverifiable,closed";

    private static final String PATH = "/violations";
    private static final LocalTime NIGHT_BEGINS = LocalTime.of(8, 0);

    static ViolationFilter of(PageCall call) {
        return new ViolationFilter(
                call.query("region"),
                call.query("code"),
                call.query("standing"),
                call.query("case"),
                call.query("night"),
                call.query("from"),
                call.query("to"));
    }

    /** The list behind a figure of some days. */
    public static String path(String region, String code, LocalDate from, LocalDate to) {
        return new ViolationFilter(region, code, "", "", "", from.toString(), to.toString()).path("");
    }

    /** The list behind a figure of a night. @param standing empty: each */
    public static String ofNight(LocalDate night, String code, String standing, String steps) {
        return new ViolationFilter("", code, standing, steps, night.toString(), "", "").path("");
    }

    ViolationQuery.Filter ofTheApi() {
        return new ViolationQuery.Filter(region, code, standing, "", steps);
    }

    boolean isEmpty() {
        return given().isEmpty();
    }

    static List<String> standings() {
        return List.of("fact", "suspicion", "lead");
    }

    /** The groups that other pages lead to, then each step. */
    static List<String> stepChoices() {
        return List.of(
                STANDING,
                SETTLED,
                "new",
                "acknowledged",
                "dispatched",
                "confirmed",
                "dismissed",
                "unverifiable",
                "closed");
    }

    /** When the first day begins; a text that is no day is left as it is, and the API refuses it. */
    String begins() {
        return night.isEmpty() ? instant(from, 0, LocalTime.MIDNIGHT) : instant(night, 0, NIGHT_BEGINS);
    }

    /** When the last day has ended. */
    String ends() {
        return night.isEmpty() ? instant(to, 1, LocalTime.MIDNIGHT) : instant(night, 1, NIGHT_BEGINS);
    }

    private static String instant(String day, int daysLater, LocalTime time) {
        try {
            return day.isEmpty()
                    ? ""
                    : LocalDate.parse(day)
                            .plusDays(daysLater)
                            .atTime(time)
                            .atZone(ChinaTime.ZONE)
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
        given.put("standing", standing);
        given.put("case", steps);
        given.put("night", night);
        given.put("from", from);
        given.put("to", to);
        given.values().removeIf(String::isEmpty);
        return given;
    }

    /** All of them as a file for spreadsheets. */
    String table() {
        return TableLink.path(
                "violations",
                Map.of(
                        "region",
                        region,
                        "code",
                        code,
                        "standing",
                        standing,
                        "case",
                        steps,
                        "from",
                        begins(),
                        "to",
                        ends()));
    }
}
