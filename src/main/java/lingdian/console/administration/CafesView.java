package lingdian.console.administration;

import java.util.List;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.TypedForm;
import lingdian.office.cafe.CafeEntry;
import org.jspecify.annotations.Nullable;

/**
 * A page of cafés, and the form of a new one.
 *
 * @param next the address of the next page; null for the last one
 */
record CafesView(
        Filter filter, List<CafeEntry> cafes, @Nullable String next, TypedForm form, Divisions divisions) {
    /** The name of the form of a café's configuration. */
    static final String FORM = "cafe-entry";

    static final List<String> FIELDS =
            List.of("placeCode", "name", "licence", "terminals", "address", "telephone", "principal");

    CafesView {
        cafes = List.copyOf(cafes);
    }

    static List<String> conditions() {
        return List.of("enrolled", "invited", "not-enrolled", "suspended", "closed");
    }

    /**
     * What was searched for; empty: anything.
     *
     * @param region as it was typed
     * @param clear whether it is clear which region is meant; else nothing is listed
     * @param suggested which it could be
     */
    record Filter(String part, String region, boolean clear, List<String> suggested, String condition) {
        Filter {
            suggested = List.copyOf(suggested);
        }
    }

    boolean isSearch() {
        return !filter.part().isEmpty()
                || !filter.region().isEmpty()
                || !filter.condition().isEmpty();
    }

    String region(CafeEntry cafe) {
        return divisions.name(cafe.region());
    }

    /** The class of its mark. */
    static String mark(CafeEntry cafe) {
        return switch (cafe.condition()) {
            case "enrolled" -> "well";
            case "invited", "not-enrolled" -> "suspicion";
            default -> "lead";
        };
    }
}
