package lingdian.console.styleguide;

import java.util.List;
import java.util.Map;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.TypedForm;

/**
 * {@code /styleguide}: each component once, in every state, for whoever changes a page. It shows nothing of any café, so
 * every signed-in account may open it; no menu leads to it.
 */
public final class StyleguidePages {
    /** A form whose one field was refused. */
    private static final TypedForm REFUSED =
            new TypedForm("hold", Map.of("to", List.of("2026-07-01")), new Refusal(List.of("to"), null, false));

    /** @param form of which a field is wrong */
    record Styleguide(TypedForm form) {
        static List<String> badges() {
            return List.of("fact", "suspicion", "lead");
        }

        /** Heights of bars, one of them nothing. */
        static List<Integer> bars() {
            return List.of(30, 80, 0, 55, 120, 95);
        }
    }

    public void mountOn(PageRouter pages) {
        pages.get("/styleguide", call -> call.show("styleguide/styleguide", null, new Styleguide(REFUSED)));
    }
}
