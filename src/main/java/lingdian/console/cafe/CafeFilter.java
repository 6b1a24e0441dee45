package lingdian.console.cafe;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.TableLink;
import lingdian.domain.ChinaTime;

/**
 * Which cafés the list shows, and in which order, as its address says.
 *
 * @param given the values by name, only those that are not empty
 */
record CafeFilter(Map<String, String> given) {
    private static final String LICENCE_DAYS = "licenceDays";
    private static final String SORT = "sort";
    private static final List<String> NAMES =
            List.of("q", "region", "state", "openCases", "silentHours", LICENCE_DAYS, "coverageBelow", SORT);

    static CafeFilter of(PageCall call) {
        var given = new LinkedHashMap<String, String>();
        NAMES.forEach(name -> given.put(name, call.query(name)));
        return new CafeFilter(given);
    }

    CafeFilter {
        var some = new LinkedHashMap<>(given);
        some.values().removeIf(String::isEmpty);
        given = some;
    }

    String value(String name) {
        return given.getOrDefault(name, "");
    }

    boolean isNarrowed() {
        return given.keySet().stream().anyMatch(name -> !name.equals(SORT));
    }

    /** Whether one of the filters is set that hide behind a button. */
    boolean isOpened() {
        return List.of("silentHours", LICENCE_DAYS, "coverageBelow", "openCases").stream()
                .anyMatch(given::containsKey);
    }

    /** As parameters of the API, which takes the last day of a licence instead of days from now. */
    Map<String, String> asked(Instant now) {
        var asked = new LinkedHashMap<>(given);
        String days = asked.remove(LICENCE_DAYS);
        if (days != null && days.matches("\\d{1,3}")) {
            asked.put(
                    "licenceUntil",
                    LocalDate.ofInstant(now, ChinaTime.ZONE)
                            .plusDays(Integer.parseInt(days))
                            .toString());
        }
        return asked;
    }

    String pathSorted(String sort) {
        var other = new LinkedHashMap<>(given);
        other.put(SORT, sort);
        return path("/cafes", new CafeFilter(other).given, 1);
    }

    String path(int page) {
        return path("/cafes", given, page);
    }

    /** All of them as a file for spreadsheets. */
    String table(Instant now) {
        return TableLink.path("cafes", asked(now));
    }

    String file() {
        return path("/cafes/file", given, 1);
    }

    private static String path(String path, Map<String, String> given, int page) {
        var all = new LinkedHashMap<>(given);
        if (page > 1) {
            all.put("page", Integer.toString(page));
        }
        return PageAddress.of(path, all);
    }

    @Override
    public String toString() {
        return "CafeFilter" + given.keySet(); // people search by name
    }
}
