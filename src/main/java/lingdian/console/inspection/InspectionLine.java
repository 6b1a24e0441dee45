package lingdian.console.inspection;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lingdian.console.frame.TableLink;
import lingdian.domain.InspectionId;
import lingdian.office.inspection.InspectionDetail;
import org.jspecify.annotations.Nullable;

/**
 * An inspection as a list shows it.
 *
 * @param places the names of the first premises that were visited
 */
record InspectionLine(
        InspectionId id,
        String kind,
        boolean open,
        String unit,
        OffsetDateTime at,
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

    static InspectionLine of(InspectionDetail inspection, Map<String, String> names) {
        return new InspectionLine(
                inspection.id(),
                inspection.kind(),
                !inspection.closed(),
                inspection.unit(),
                inspection.period().begin(),
                inspection.team().officers(),
                inspection.team().vehicles(),
                inspection.visits(),
                places(inspection.premises(), names));
    }

    /** @param names of cafés, for those of which the record has the code alone */
    private static String places(List<InspectionDetail.Premises> premises, Map<String, String> names) {
        return premises.stream()
                .map(one -> one.name().isEmpty() ? names.getOrDefault(one.placeCode(), one.placeCode()) : one.name())
                .filter(name -> !name.isEmpty())
                .limit(PLACES)
                .collect(Collectors.joining(" · "));
    }

    @Override
    public String toString() {
        return "InspectionLine[" + id + "]"; // places belong to people
    }
}
