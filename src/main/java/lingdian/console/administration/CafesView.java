package lingdian.console.administration;

import java.util.List;
import lingdian.console.frame.TypedForm;
import lingdian.office.cafe.CafeEntry;
import org.jspecify.annotations.Nullable;

/**
 * A page of cafés, and the form of a new one.
 *
 * @param part that was searched for, as {@code condition}
 * @param next the address of the next page; null for the last one
 */
record CafesView(
        String part,
        String condition,
        List<CafeEntry> cafes,
        @Nullable String next,
        TypedForm form) {
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

    boolean isSearch() {
        return !part.isEmpty() || !condition.isEmpty();
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
