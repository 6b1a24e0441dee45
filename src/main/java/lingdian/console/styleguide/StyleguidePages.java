package lingdian.console.styleguide;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.console.frame.Chart;
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

    private static final LocalDate MONDAY = LocalDate.parse("2026-07-06");

    /** @param form of which a field is wrong */
    record Styleguide(TypedForm form) {
        static List<String> badges() {
            return List.of("fact", "suspicion", "lead");
        }

        /** A week of counts: one day is 0, one is withheld, and of one a part is. */
        static Chart counts() {
            return Chart.of(
                    Map.of(MONDAY, 30L, MONDAY.plusDays(1), 80L, MONDAY.plusDays(3), 55L, MONDAY.plusDays(6), 120L),
                    MONDAY,
                    MONDAY.plusDays(6),
                    Set.of(MONDAY.plusDays(3), MONDAY.plusDays(4)));
        }

        /** A week of shares: one day is 0, and two are unknown. */
        static Chart shares() {
            return Chart.shares(
                    Map.of(
                            MONDAY,
                            90L,
                            MONDAY.plusDays(1),
                            0L,
                            MONDAY.plusDays(2),
                            75L,
                            MONDAY.plusDays(5),
                            80L,
                            MONDAY.plusDays(6),
                            85L),
                    MONDAY,
                    MONDAY.plusDays(6));
        }
    }

    public void mountOn(PageRouter pages) {
        pages.get("/styleguide", call -> call.show("styleguide/styleguide", null, new Styleguide(REFUSED)));
    }
}
