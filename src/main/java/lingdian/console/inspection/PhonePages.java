package lingdian.console.inspection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Kinds;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.office.inspection.PremisesKinds;

/**
 * {@code /phone}: the page that a phone shows without a network, and the token with which it sends what waited.
 *
 * <p>The page is public and the same for everybody. A script fills it with what the phone keeps.
 */
public final class PhonePages {
    private final Kinds kinds;

    public PhonePages(PremisesKinds kinds) {
        this.kinds = new Kinds(kinds);
    }

    public void mountOn(PageRouter pages) {
        pages.getPublic("/phone", call -> call.show("inspection/phone", null, empty(kinds.choices(call.words()))))
                .getUnpaced("/phone/session", PageCall::showSession);
    }

    /** A form with one premises and an empty one, of no inspection yet. */
    private static InspectionFormPage empty(List<Choice> kinds) {
        return new InspectionFormPage(
                InspectionForm.EMPTY.with(List.of(PremisesEntry.EMPTY)),
                kinds,
                List.of(),
                Map.of(),
                "",
                null,
                Set.of());
    }
}
