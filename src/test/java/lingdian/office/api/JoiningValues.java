package lingdian.office.api;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what would tell a reader that several appearances are of one person.
 *
 * <p>It knows no field and no form of identifier. Each person has a double, whose document and name look the same when
 * masked and who comes to the same cafés at the same times: what stands beside two appearances of a person, and never
 * beside one of the double, joins them.
 */
final class JoiningValues {
    /** Shorter ones (a number in a stream, a code) meet by chance; a masked document is the double's, too. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9+/=_-]{6,}");

    /** The words that name an appearance: its session, its violation, a reason that somebody gave. */
    private final Map<String, Appearance> names = new HashMap<>();

    private final Map<Appearance, Set<String>> beside = new HashMap<>();
    private final Map<String, String> grouped = new TreeMap<>();

    record Appearance(String person, String which) {}

    /** @param words that mean this appearance and nothing else */
    void know(Appearance appearance, String... words) {
        for (String word : words) {
            names.put(word, appearance);
        }
        beside.put(appearance, new HashSet<>());
    }

    /** All that was answered: JSON, or lines of it or of anything. */
    void read(String text) {
        try {
            read(Json.decodeValue(text));
        } catch (DecodeException lines) {
            text.lines().forEach(this::readLine);
        }
    }

    /** The joining values, each with the appearances that it joins; empty if there are none. */
    Map<String, String> found() {
        var found = new TreeMap<>(grouped);
        Map<String, Set<Appearance>> byValue = new HashMap<>();
        beside.forEach((appearance, values) -> values.forEach(value ->
                byValue.computeIfAbsent(value, first -> new HashSet<>()).add(appearance)));
        byValue.forEach((value, all) -> {
            if (all.size() > 1 && persons(all).size() == 1) {
                found.put(value, all.toString());
            }
        });
        return found;
    }

    /** The smallest number of values read beside any appearance. */
    int fewestValues() {
        return beside.values().stream().mapToInt(Set::size).min().orElse(0);
    }

    private void readLine(String line) {
        String content = line.startsWith("data:") ? line.substring(5) : line;
        try {
            read(Json.decodeValue(content));
        } catch (DecodeException text) {
            take(content, named(content));
        }
    }

    private void read(Object node) {
        String text = text(node);
        Set<Appearance> named = named(text);
        if (named.size() == 1) {
            take(text, named);
        } else if (node instanceof JsonArray array) {
            array.forEach(this::read);
        } else if (node instanceof JsonObject object) {
            if (named.size() > 1 && persons(named).size() == 1) {
                grouped.put("in one record: " + named, text.substring(0, Math.min(300, text.length())));
            }
            object.forEach(field -> read(field.getValue()));
        }
    }

    private void take(String text, Set<Appearance> named) {
        if (named.size() == 1) {
            Set<String> values = beside.get(named.iterator().next());
            VALUE.matcher(text).results().forEach(value -> values.add(value.group()));
        }
    }

    private static String text(Object node) {
        return node instanceof JsonObject object
                ? object.encode()
                : node instanceof JsonArray array ? array.encode() : String.valueOf(node);
    }

    private Set<Appearance> named(String text) {
        return names.entrySet().stream()
                .filter(name -> text.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    private static Set<String> persons(Set<Appearance> appearances) {
        return appearances.stream().map(Appearance::person).collect(Collectors.toCollection(TreeSet::new));
    }
}
