package lingdian.platform.text;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page with placeholders: <code>{{name}}</code> for a value, <code>{{t.name}}</code> for a text of the language. The
 * part <code>{{#name}}…{{/name}}</code> is shown if the value is present, once for each element of a list; the part
 * <code>{{^name}}…{{/name}}</code> is shown if it is absent.
 *
 * <p>A small implementation of its own, because a few pages do not justify a template engine in the 64 MB of a café.
 * Every value is escaped, and a placeholder without a value is an error, so that none is forgotten.
 */
public final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([#^/]?)([\\w.-]+)}}");

    private final Part whole;

    private sealed interface Part {}

    private record Verbatim(String text) implements Part {}

    private record Value(String name) implements Part {}

    /** @param shown whether the parts are shown if the value is present, rather than absent */
    private record Section(String name, boolean shown, List<Part> parts) implements Part {}

    private Template(Part whole) {
        this.whole = whole;
    }

    /** The page in a resource beside a class. */
    public static Template read(Class<?> beside, String resource) {
        return of(text(beside, resource));
    }

    /** The text of a resource beside a class. */
    public static String text(Class<?> beside, String resource) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @throws IllegalArgumentException if a part is not closed, or is closed without being open */
    public static Template of(String text) {
        var root = new Section("", true, new ArrayList<>());
        var open = new ArrayList<Section>(List.of(root));
        Matcher places = PLACE.matcher(text);
        int end = 0;
        while (places.find()) {
            add(open, new Verbatim(text.substring(end, places.start())));
            place(open, places.group(1), places.group(2));
            end = places.end();
        }
        add(open, new Verbatim(text.substring(end)));
        if (open.size() > 1) {
            throw new IllegalArgumentException("not closed: " + open.getLast().name());
        }
        return new Template(root);
    }

    private static void place(List<Section> open, String mark, String name) {
        switch (mark) {
            case "" -> add(open, new Value(name));
            case "/" -> {
                if (!open.removeLast().name().equals(name)) {
                    throw new IllegalArgumentException("closed and not open: " + name);
                }
            }
            default -> {
                var section = new Section(name, mark.equals("#"), new ArrayList<>());
                add(open, section);
                open.add(section);
            }
        }
    }

    private static void add(List<Section> open, Part part) {
        open.getLast().parts().add(part);
    }

    /** @param words the text of the language by key; an unknown key is an error */
    public String render(JsonObject values, UnaryOperator<String> words) {
        var page = new StringBuilder(8_192);
        render(whole, new Scope(values, null), words, page);
        return page.toString();
    }

    private record Scope(JsonObject values, @Nullable Scope outer) {
        @Nullable
        Object find(String name) {
            if (values.containsKey(name)) {
                return values.getValue(name);
            }
            if (outer == null) {
                throw new IllegalArgumentException("no value for " + name);
            }
            return outer.find(name);
        }
    }

    private static void render(Part part, Scope scope, UnaryOperator<String> words, StringBuilder page) {
        switch (part) {
            case Verbatim verbatim -> page.append(verbatim.text());
            case Value(String name) when name.startsWith("t.") -> page.append(escape(words.apply(name.substring(2))));
            case Value(String name) -> page.append(escape(String.valueOf(scope.find(name))));
            case Section section -> section(section, scope, words, page);
        }
    }

    private static void section(Section section, Scope scope, UnaryOperator<String> words, StringBuilder page) {
        Object value = section.name().isEmpty() ? Boolean.TRUE : scope.find(section.name());
        boolean there = !(value == null
                || value.equals(Boolean.FALSE)
                || (value instanceof JsonArray array && array.isEmpty()));
        if (there != section.shown()) {
            return;
        }
        if (section.shown() && value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                all(section, new Scope(array.getJsonObject(i), scope), words, page);
            }
        } else {
            all(section, scope, words, page);
        }
    }

    private static void all(Section section, Scope scope, UnaryOperator<String> words, StringBuilder page) {
        section.parts().forEach(part -> render(part, scope, words, page));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
