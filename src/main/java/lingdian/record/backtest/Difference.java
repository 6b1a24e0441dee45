package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A finding as it is stored and as it is found now, with the differences.
 *
 * @param fields that differ, if it is changed
 */
record Difference(
        DifferenceKind kind,
        @Nullable JsonNode stored,
        @Nullable JsonNode found,
        List<String> fields) {
    /** The time of receipt does not depend on the rules, nor does the casework. */
    private static final Set<String> NEVER_COMPARED = Set.of("detectedAt", "late", "case");

    /**
     * Compared only if the released rules are replayed, because other rules have another version, and may cite another
     * law.
     */
    private static final Set<String> COMPARED_OF_RELEASED_RULES = Set.of("ruleVersion", "law", "authorities");

    /** At least one of the two is present. */
    static Difference of(@Nullable JsonNode stored, @Nullable JsonNode found, boolean released) {
        if (stored == null || found == null) {
            return new Difference(
                    stored == null ? DifferenceKind.ADDED : DifferenceKind.REMOVED, stored, found, List.of());
        }
        List<String> fields = differing(stored, found, released);
        return new Difference(fields.isEmpty() ? DifferenceKind.SAME : DifferenceKind.CHANGED, stored, found, fields);
    }

    private static List<String> differing(JsonNode stored, JsonNode found, boolean released) {
        var names = new TreeSet<String>();
        names(stored, names);
        names(found, names);
        names.removeAll(NEVER_COMPARED);
        if (!released) {
            names.removeAll(COMPARED_OF_RELEASED_RULES);
        }
        List<String> differing = new ArrayList<>();
        for (String name : names) {
            if (!stored.path(name).equals(found.path(name))) {
                differing.add(name);
            }
        }
        return differing;
    }

    private static void names(JsonNode json, Set<String> names) {
        for (Iterator<String> fields = json.fieldNames(); fields.hasNext(); ) {
            names.add(fields.next());
        }
    }

    String text(String field) {
        return Objects.requireNonNull(found == null ? stored : found)
                .path(field)
                .asText();
    }

    String storedText(String field) {
        return text(stored, field);
    }

    String foundText(String field) {
        return text(found, field);
    }

    private static String text(@Nullable JsonNode json, String field) {
        return json == null || json.path(field).isNull() ? "" : json.path(field).asText();
    }
}
