package lingdian.console.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Times;
import lingdian.console.violation.ViolationRow;
import lingdian.console.violation.ViolationView.Conflict;
import org.jspecify.annotations.Nullable;

/**
 * The page of one inspection.
 *
 * @param names of cafés, by place code
 * @param cases of the violations that it names, or that name it
 * @param refused the decision on a case that was not taken; null where none was
 * @param now as a field for a local time holds it
 */
record InspectionView(
        JsonObject inspection,
        InspectionForm form,
        Map<String, String> names,
        Map<String, String> kinds,
        List<OneCase> cases,
        @Nullable RefusedDecision refused,
        boolean round,
        String now) {

    /** What is still open of the case of one violation. */
    record OneCase(ViolationRow row, String cafe, int lastStep, List<String> actions, String found) {
        @Override
        public String toString() {
            return "OneCase[" + row.id() + "]"; // what was found is none of a log's business
        }
    }

    /** A decision that came second, with what was typed. */
    record RefusedDecision(String violation, Conflict conflict, String note, String found) {
        @Override
        public String toString() {
            return "RefusedDecision[" + violation + "]";
        }
    }

    /** A photo, or words put beside a closed inspection. */
    record Photo(String id, String name, String size, boolean shown) {
        @Override
        public String toString() {
            return "Photo[" + id + "]"; // people name files after people
        }
    }

    record Correction(String at, String note) {
        @Override
        public String toString() {
            return "Correction[" + at + "]";
        }
    }

    String id() {
        return form.id();
    }

    boolean isOpen() {
        return inspection.getString("state").equals("open");
    }

    /** Whether its confidential part opens no more. */
    boolean isSealed() {
        return !inspection.containsKey("premises");
    }

    String from() {
        return Times.second(inspection.getString("startedAt"));
    }

    String to() {
        return Times.second(inspection.getString("endedAt"));
    }

    String savedAt() {
        return Times.second(inspection.getString("versionAt"));
    }

    boolean isRefused(OneCase one) {
        return refused != null && refused.violation().equals(one.row().id());
    }

    int officers() {
        return inspection.getInteger("officerCount");
    }

    int vehicles() {
        return inspection.getInteger("vehicles");
    }

    String name(PremisesEntry one) {
        return one.name().isEmpty() ? names.getOrDefault(one.placeCode(), one.placeCode()) : one.name();
    }

    String kind(PremisesEntry one) {
        return kinds.getOrDefault(one.kind(), one.kind());
    }

    List<Photo> photos() {
        return objects("photos")
                .map(one -> new Photo(
                        one.getString("id"),
                        one.getString("name") == null ? "" : one.getString("name"),
                        String.format(Locale.ROOT, "%.1f", Math.max(0.1, one.getInteger("bytes") / 1024.0 / 1024.0)),
                        !one.getString("type").equals("image/heic")))
                .toList();
    }

    List<Correction> corrections() {
        return objects("corrections")
                .map(one -> new Correction(
                        Times.second(one.getString("at")), one.getString("note") == null ? "" : one.getString("note")))
                .toList();
    }

    private Stream<JsonObject> objects(String field) {
        return inspection.getJsonArray(field, new JsonArray()).stream().map(JsonObject.class::cast);
    }

    @Override
    public String toString() {
        return "InspectionView[" + id() + "]"; // what was found is none of a log's business
    }
}
