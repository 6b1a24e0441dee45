package lingdian.console.inspection;

import java.util.List;
import java.util.Map;
import lingdian.console.frame.Divisions;
import lingdian.office.inspection.DrawDetail;

/**
 * One draw, announced or drawn, and how anyone can repeat it.
 *
 * @param names of cafés, by place code
 */
record DrawView(DrawDetail draw, String place, Map<String, String> names) {

    /** The most cafés of the pool that the page shows, enough for a city; the API returns the whole pool. */
    static final int POOL_SHOWN = 2_000;

    /** The most drawn cafés that the list of draws names. */
    static final int DRAWN_SHOWN = 10;

    static DrawView of(DrawDetail draw, Divisions divisions) {
        return new DrawView(draw, divisions.name(draw.region()), Map.of());
    }

    DrawView with(Map<String, String> cafes) {
        return new DrawView(draw, place, Map.copyOf(cafes));
    }

    String name(String placeCode) {
        return names.getOrDefault(placeCode, placeCode);
    }

    /** The first drawn cafés, by name. */
    List<String> drawnNames() {
        return draw.cafes().drawn().stream().limit(DRAWN_SHOWN).map(this::name).toList();
    }

    /** How many drawn cafés {@link #drawnNames} leaves out. */
    int otherDrawn() {
        return Math.max(0, draw.cafes().drawn().size() - DRAWN_SHOWN);
    }

    boolean isPoolWhole() {
        return draw.cafes().pool().size() <= POOL_SHOWN;
    }

    /** The pool, one café a line. */
    String poolLines() {
        return String.join("\n", draw.cafes().pool());
    }

    String officerLines() {
        return String.join("\n", draw.officers().pool());
    }

    /** Where the API answers all that a repetition needs. */
    String file() {
        return "/api/v1/inspections/draws/" + draw.id();
    }

    @Override
    public String toString() {
        return "DrawView[" + draw.id() + "]"; // it names officers
    }
}
