package lingdian.console.administration;

import java.util.List;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.TypedForm;

/**
 * A division that was typed, as a code or as a name.
 *
 * @param code that the API takes; empty: none was typed, or it is not clear which
 * @param clear whether it is clear what was meant
 * @param candidates what it could mean where that is not clear
 */
record TypedRegion(String code, boolean clear, List<Choice> candidates) {
    private static final String FIELD = "region";
    private static final int CANDIDATES_MAX = 12;

    TypedRegion {
        candidates = List.copyOf(candidates);
    }

    /** A code that the list of divisions does not contain is for the API to refuse. */
    static TypedRegion of(PageCall call, Divisions divisions) {
        return of(call.typed(FIELD), divisions);
    }

    /** @param typed empty: none */
    static TypedRegion of(String typed, Divisions divisions) {
        if (typed.isEmpty() || typed.matches("[0-9]{6}")) {
            return new TypedRegion(typed, true, List.of());
        }
        List<Choice> found = divisions.named(typed);
        return found.size() == 1
                ? new TypedRegion(found.getFirst().value(), true, List.of())
                : new TypedRegion("", false, found);
    }

    /** The form, which asks what was meant. */
    TypedForm unclear(PageCall call, String form) {
        return TypedForm.unclear(call, form, FIELD, suggested());
    }

    /** The candidates as they are shown. */
    List<String> suggested() {
        return candidates.stream()
                .limit(CANDIDATES_MAX)
                .map(one -> one.name() + " " + one.value())
                .toList();
    }
}
