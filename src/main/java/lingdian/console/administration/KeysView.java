package lingdian.console.administration;

import java.util.List;
import lingdian.console.frame.TypedForm;
import lingdian.office.enrolment.EnrolmentCalls.Earlier;
import lingdian.office.enrolment.ListedKey;
import org.jspecify.annotations.Nullable;

/**
 * A page of codes or keys, and the form of letters.
 *
 * @param keys whether these are keys; else codes
 * @param part that was searched for
 * @param state that was chosen; empty: all
 * @param next the address of the next page; null for the last one
 */
record KeysView(
        boolean keys,
        String part,
        String state,
        List<ListedKey> found,
        @Nullable String next,
        TypedForm form) {
    /** The name of the form of letters. */
    static final String FORM = "letters";

    /** No field: that the region has no café to give a code to. */
    static final String NONE = "none";

    KeysView {
        found = List.copyOf(found);
    }

    /** Whether letters are for new cafés alone: they are, until the form was sent without. */
    boolean onlyNew() {
        return !form.isOf(FORM) || !form.value(FORM, "onlyNew", "").isEmpty();
    }

    static List<Earlier> earlier() {
        return List.of(Earlier.values());
    }

    boolean isChosen(Earlier one) {
        return one == Earlier.of(form.value(FORM, "earlier", ""));
    }

    List<String> states() {
        return keys ? List.of("in-use", "unused", "ended") : List.of("open", "used", "expired", "withdrawn");
    }
}
