package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import lingdian.platform.text.Rfc3339;
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
    /**
     * At least one of the two is present.
     *
     * @param ignored the fields that are not compared
     */
    static Difference of(@Nullable JsonNode stored, @Nullable JsonNode found, Set<String> ignored) {
        if (stored == null || found == null) {
            return new Difference(
                    stored == null ? DifferenceKind.ADDED : DifferenceKind.REMOVED, stored, found, List.of());
        }
        List<String> fields = differing(stored, found, ignored);
        return new Difference(fields.isEmpty() ? DifferenceKind.SAME : DifferenceKind.CHANGED, stored, found, fields);
    }

    private static List<String> differing(JsonNode stored, JsonNode found, Set<String> ignored) {
        var names = new TreeSet<String>();
        names(stored, names);
        names(found, names);
        names.removeAll(ignored);
        List<String> differing = new ArrayList<>();
        for (String name : names) {
            if (!stored.path(name).equals(found.path(name)) && !isOneTime(stored.path(name), found.path(name))) {
                differing.add(name);
            }
        }
        return differing;
    }

    /** A café that gets another time zone keeps what was written before in the former one. */
    private static boolean isOneTime(JsonNode stored, JsonNode found) {
        Optional<Instant> time = Rfc3339.parse(stored.asText());
        return time.isPresent() && time.equals(Rfc3339.parse(found.asText()));
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

    String storedWords(String field) {
        return words(stored, field);
    }

    String foundWords(String field) {
        return words(found, field);
    }

    /** The words of an array. */
    private static String words(@Nullable JsonNode json, String field) {
        var words = new StringJoiner(" ");
        if (json != null) {
            json.path(field).forEach(word -> words.add(word.asText()));
        }
        return words.toString();
    }

    private static String text(@Nullable JsonNode json, String field) {
        return json == null || json.path(field).isNull() ? "" : json.path(field).asText();
    }
}
