package lingdian.console.inspection;

import java.util.List;
import java.util.Map;
import lingdian.console.frame.InspectionTitles;
import lingdian.console.frame.TableLink;
import lingdian.domain.InspectionId;
import lingdian.office.inspection.InspectionDetail;
import org.jspecify.annotations.Nullable;

/**
 * An inspection as a list shows it.
 *
 * @param places the names of the first premises of several that were visited
 */
record InspectionLine(
        InspectionId id,
        String title,
        boolean open,
        String unit,
        int officers,
        int vehicles,
        int visits,
        String places) {
    private static final int PLACES = 3;

    /**
     * A page of the list.
     *
     * @param cafe the place code of the café whose inspections are listed; empty for all
     */
    record Page(
            List<InspectionLine> lines,
            String kind,
            String state,
            String cafe,
            @Nullable String next) {
        String table() {
            return TableLink.path("inspections", Map.of("kind", kind, "state", state, "placeCode", cafe));
        }

        List<String> kinds() {
            return List.of("night-round", "routine", "random", "dispatch");
        }
    }

    static InspectionLine of(InspectionDetail inspection, InspectionTitles titles) {
        List<String> places = titles.places(inspection);
        return new InspectionLine(
                inspection.id(),
                titles.title(inspection),
                !inspection.closed(),
                inspection.unit(),
                inspection.team().officers(),
                inspection.team().vehicles(),
                inspection.visits(),
                places.size() == 1 ? "" : String.join(" · ", places.subList(0, Math.min(PLACES, places.size()))));
    }

    @Override
    public String toString() {
        return "InspectionLine[" + id + "]"; // places belong to people
    }
}
