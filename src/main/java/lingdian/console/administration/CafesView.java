package lingdian.console.administration;

import java.util.List;
import lingdian.console.frame.TypedForm;
import lingdian.office.cafe.CafeEntry;
import org.jspecify.annotations.Nullable;

/**
 * A page of cafés, and the form of a new one.
 *
 * @param part that was searched for
 * @param next the address of the next page; null for the last one
 */
record CafesView(
        String part, List<CafeEntry> cafes, @Nullable String next, TypedForm form) {
    /** The name of the form of a café's configuration. */
    static final String FORM = "cafe-entry";

    static final List<String> FIELDS =
            List.of("placeCode", "name", "licence", "terminals", "address", "telephone", "principal");

    CafesView {
        cafes = List.copyOf(cafes);
    }
}
