package lingdian.console.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Times;
import org.jspecify.annotations.Nullable;

/**
 * An inspection as it stands in a list.
 *
 * @param places the first names of what was visited
 */
record InspectionLine(
        String id,
        String kind,
        boolean open,
        String unit,
        String at,
        int officers,
        int vehicles,
        int visits,
        String places) {
    private static final int PLACES = 3;

    /**
     * A page of the list.
     *
     * @param cafe the place code of the one that they are of; empty: of any
     */
    record Page(
            List<InspectionLine> lines,
            String kind,
            String state,
            String cafe,
            @Nullable String next) {
        List<String> kinds() {
            return List.of("night-round", "routine", "random", "dispatch");
        }
    }

    static InspectionLine of(JsonObject inspection) {
        JsonObject visits = inspection.getJsonObject("visits");
        return new InspectionLine(
                inspection.getString("id"),
                inspection.getString("kind"),
                inspection.getString("state").equals("open"),
                inspection.getString("unit"),
                Times.second(Objects.requireNonNullElse(
                        inspection.getString("startedAt"), inspection.getString("createdAt"))),
                inspection.getInteger("officerCount"),
                inspection.getInteger("vehicles"),
                visits.fieldNames().stream().mapToInt(visits::getInteger).sum(),
                places(inspection.getJsonArray("premises", new JsonArray())));
    }

    private static String places(JsonArray premises) {
        return premises.stream()
                .map(one -> PremisesEntry.of((JsonObject) one))
                .map(one -> one.name().isEmpty() ? one.placeCode() : one.name())
                .filter(name -> !name.isEmpty())
                .limit(PLACES)
                .collect(Collectors.joining(" · "));
    }

    @Override
    public String toString() {
        return "InspectionLine[" + id + "]"; // places are people's property
    }
}
