package lingdian.console.frame;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.office.inspection.InspectionDetail;
import org.jspecify.annotations.Nullable;

/**
 * One visited premises in the form of an inspection, as typed.
 *
 * @param kind of {@code premises.yaml}; empty if the entry is to be left out
 * @param violations ids of the violations found there
 */
public record PremisesEntry(String kind, String placeCode, String name, String found, List<String> violations) {
    public PremisesEntry {
        violations = List.copyOf(violations);
    }

    /** An empty entry, for a form's last place. */
    public static final PremisesEntry EMPTY = new PremisesEntry("", "", "", "", List.of());

    public static PremisesEntry typed(PageCall call, String prefix) {
        return new PremisesEntry(
                call.typed(prefix + "kind"),
                call.typed(prefix + "placeCode"),
                call.typed(prefix + "name"),
                call.typed(prefix + "found"),
                call.typedAll(prefix + "violations").stream().distinct().toList());
    }

    public static PremisesEntry of(InspectionDetail.Premises premises) {
        return new PremisesEntry(
                premises.kind(), premises.placeCode(), premises.name(), premises.found(), premises.violations());
    }

    public JsonObject body() {
        return new JsonObject()
                .put("kind", kind)
                .put("placeCode", given(placeCode))
                .put("name", given(name))
                .put("found", given(found))
                .put("violations", new JsonArray(violations));
    }

    /** Adds the fields as a form of the phone keeps them: a name, a value, and no tick. */
    public void keep(JsonArray fields, String prefix) {
        Map.of("kind", kind, "placeCode", placeCode, "name", name, "found", found)
                .forEach((field, value) -> fields.add(
                        new JsonArray().add(prefix + field).add(value).addNull()));
    }

    public PremisesEntry named(String given) {
        return new PremisesEntry(kind, placeCode, given, found, violations);
    }

    public PremisesEntry with(String violation) {
        return violations.contains(violation) || violation.isEmpty()
                ? this
                : new PremisesEntry(
                        kind,
                        placeCode,
                        name,
                        found,
                        Stream.concat(violations.stream(), Stream.of(violation)).toList());
    }

    public boolean isSamePlace(PremisesEntry other) {
        return placeCode.isEmpty()
                ? kind.equals(other.kind) && name.equals(other.name) && other.placeCode.isEmpty()
                : placeCode.equals(other.placeCode);
    }

    public static @Nullable String given(String typed) {
        return typed.isEmpty() ? null : typed;
    }

    @Override
    public String toString() {
        return "PremisesEntry[" + kind + "]"; // findings do not belong in a log
    }
}
