package lingdian.console.cafe;

import java.util.List;
import lingdian.console.frame.CafeChoice;
import lingdian.console.frame.Divisions;
import lingdian.office.cafe.CafeDetail;

/** The cafés that a field offers for what was typed so far. */
record CafeChoices(List<Offered> offered) {
    static final CafeChoices NONE = new CafeChoices(List.of());

    CafeChoices {
        offered = List.copyOf(offered);
    }

    /** @param value what the field then holds. @param where its county and address */
    record Offered(String value, String where) {
        static Offered of(CafeDetail cafe, Divisions divisions) {
            return new Offered(
                    CafeChoice.shown(cafe.name(), cafe.placeCode()),
                    divisions.name(cafe.region()) + " " + cafe.contact().address());
        }
    }
}
