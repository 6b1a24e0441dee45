package lingdian.console.cafe;

import java.util.List;
import lingdian.console.frame.CafeChoice;
import lingdian.console.frame.Divisions;
import lingdian.office.cafe.CafeDetail;

/**
 * The cafés that a field offers for what was typed so far.
 *
 * @param typed whether anything was
 * @param more whether there are others besides
 */
record CafeChoices(boolean typed, List<Offered> offered, boolean more) {
    static final CafeChoices NONE = new CafeChoices(false, List.of(), false);

    CafeChoices {
        offered = List.copyOf(offered);
    }

    boolean isMissing() {
        return typed && offered.isEmpty();
    }

    /** @param where its county and address */
    record Offered(String name, String placeCode, String where) {
        static Offered of(CafeDetail cafe, Divisions divisions) {
            return new Offered(
                    cafe.name(),
                    cafe.placeCode(),
                    divisions.name(cafe.region()) + " " + cafe.contact().address());
        }

        /** What the field then holds. */
        String value() {
            return CafeChoice.shown(name, placeCode);
        }
    }
}
