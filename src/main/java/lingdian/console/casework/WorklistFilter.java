package lingdian.console.casework;

import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.TableLink;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/**
 * Which cases the worklist shows, and in which order, as parameters of the API. An empty one restricts nothing.
 *
 * @param given the values by name, only those that are not empty
 */
record WorklistFilter(Map<String, String> given) {
    private static final String VIEW = "view";
    /** How the rows of a page are grouped, which the API is not asked for. */
    private static final String GROUP = "group";

    /** The month in which cases were opened, which the API is asked for by its bounds. */
    private static final String MONTH = "month";

    private static final Pattern IS_MONTH = Pattern.compile("2\\d{3}-(0[1-9]|1[0-2])");

    private static final Set<String> GROUPS = Set.of("cafe", "county");

    private static final String FORM_PREFIX = "filter.";
    private static final List<String> NAMES =
            List.of(VIEW, "q", "step", "code", "region", "assignee", MONTH, "due", "placeCode", "sort", GROUP);
    /** Those that hide behind the button of further filters. */
    private static final List<String> FURTHER =
            List.of("step", "code", "region", "assignee", MONTH, "due", "placeCode");

    static final int ROWS = 50;
    static final int ROWS_MANY = 200;

    static WorklistFilter of(PageCall call) {
        var given = new LinkedHashMap<String, String>();
        NAMES.forEach(name -> given.put(name, call.query(name)));
        return new WorklistFilter(given);
    }

    /** The filter of the list from which a form was sent. */
    static WorklistFilter sent(PageCall call) {
        var given = new LinkedHashMap<String, String>();
        NAMES.forEach(name -> given.put(name, call.typed(FORM_PREFIX + name)));
        return new WorklistFilter(given);
    }

    WorklistFilter {
        var some = new LinkedHashMap<>(given);
        some.values().removeIf(String::isEmpty);
        given = some;
    }

    String value(String name) {
        return given.getOrDefault(name, "");
    }

    /** What the API is asked for. */
    Map<String, String> asked() {
        var asked = new LinkedHashMap<>(given);
        asked.remove(GROUP);
        asked.remove(MONTH);
        if (!month().isEmpty()) {
            YearMonth month = YearMonth.parse(month());
            asked.put("from", begin(month));
            asked.put("to", begin(month.plusMonths(1)));
        }
        return asked;
    }

    private static String begin(YearMonth month) {
        return Rfc3339.format(month.atDay(1).atStartOfDay(ChinaTime.ZONE).toInstant(), ChinaTime.ZONE);
    }

    /** Empty: of any month. */
    String month() {
        return IS_MONTH.matcher(value(MONTH)).matches() ? value(MONTH) : "";
    }

    /** The same as a file for spreadsheets. */
    String table() {
        return TableLink.path("cases", asked());
    }

    /** {@code cafe} or {@code county}; empty: not grouped. */
    String group() {
        return GROUPS.contains(value(GROUP)) ? value(GROUP) : "";
    }

    String view() {
        return value(VIEW);
    }

    /** Whether more is asked for than a view. */
    boolean isNarrowed() {
        return given.keySet().stream().anyMatch(name -> name.equals("q") || FURTHER.contains(name));
    }

    boolean isOpened() {
        return given.keySet().stream().anyMatch(FURTHER::contains);
    }

    /** The same for another view. */
    String pathOf(String view) {
        return path(with(VIEW, view));
    }

    String pathSorted(String sort) {
        return path(with("sort", sort));
    }

    /** The view without anything else. */
    String pathCleared() {
        return path(view().isEmpty() ? Map.of() : Map.of(VIEW, view()));
    }

    String path() {
        return path(given);
    }

    private Map<String, String> with(String name, String value) {
        var other = new LinkedHashMap<>(given);
        other.put(name, value);
        other.values().removeIf(String::isEmpty);
        return other;
    }

    private static String path(Map<String, String> parameters) {
        return PageAddress.of("/", parameters);
    }

    @Override
    public String toString() {
        return "WorklistFilter" + given.keySet(); // people search by name
    }
}
