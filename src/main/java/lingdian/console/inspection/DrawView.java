package lingdian.console.inspection;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.console.frame.Divisions;
import lingdian.office.inspection.DrawDetail;
import lingdian.office.returns.TargetCalls;

/**
 * One draw, announced or drawn, and how anyone can repeat it.
 *
 * @param names of cafés, by place code
 * @param inspected the place codes of cafés that were inspected on a draw since the announcement
 * @param due what draws the region is to make
 */
record DrawView(DrawDetail draw, String place, Map<String, String> names, Set<String> inspected, List<Due> due) {

    /** The most cafés of the pool that the page shows, enough for a city; the API returns the whole pool. */
    static final int POOL_SHOWN = 2_000;

    /** The most drawn cafés that the list of draws names. */
    static final int DRAWN_SHOWN = 10;

    DrawView {
        names = Map.copyOf(names);
        inspected = Set.copyOf(inspected);
        due = List.copyOf(due);
    }

    /**
     * How far the region is towards a target of drawn cafés, in the period that runs.
     *
     * @param required how many cafés, of all counties
     */
    record Due(TargetCalls.Setting setting, TargetCalls.Span span, long required, long reached) {
        private static Due of(TargetCalls.Setting setting, List<TargetCalls.County> counties) {
            return new Due(
                    setting,
                    counties.getFirst().span(),
                    counties.stream().mapToLong(TargetCalls.County::required).sum(),
                    counties.stream().mapToLong(TargetCalls.County::reached).sum());
        }

        static List<Due> all(TargetCalls.Targets targets) {
            return targets.settings().stream()
                    .filter(setting -> setting.kind().equals("drawn"))
                    .filter(setting -> !targets.counties(setting).isEmpty())
                    .map(setting -> of(setting, targets.counties(setting)))
                    .toList();
        }

        /** The first day of the period after it. */
        LocalDate next() {
            return span.to().plusDays(1);
        }
    }

    static DrawView of(DrawDetail draw, Divisions divisions) {
        return new DrawView(draw, divisions.name(draw.region()), Map.of(), Set.of(), List.of());
    }

    DrawView with(Map<String, String> cafes) {
        return new DrawView(draw, place, cafes, inspected, due);
    }

    DrawView with(Set<String> visited, List<Due> targets) {
        return new DrawView(draw, place, names, visited, targets);
    }

    boolean isInspected(String placeCode) {
        return inspected.contains(placeCode);
    }

    /** How many drawn cafés are still to be inspected. */
    long left() {
        return draw.cafes().drawn().stream()
                .filter(placeCode -> !isInspected(placeCode))
                .count();
    }

    /** The day after the one whose checkpoint decides. */
    LocalDate drawnOn() {
        return LocalDate.parse(draw.beacon().day()).plusDays(1);
    }

    String drawnOfficers() {
        return String.join("、", draw.officers().drawn());
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
