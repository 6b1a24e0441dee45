package lingdian.office.export;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of a list's table.
 *
 * @param heading in Chinese, as an office reads it
 * @param path of the value in an item of the list, its names separated by dots; in an array each item has one
 * @param names the group of names of its codes; empty: they are shown themselves
 * @param said what to say of an item where no one value of it says that; null: its value
 */
public record Column(
        String heading,
        String path,
        Kind kind,
        String names,
        @Nullable Function<JsonObject, String> said) {
    private static final String BETWEEN = "、";

    /** What its values are, so that a spreadsheet can sort and reckon with them. */
    enum Kind {
        TEXT,
        NUMBER,
        INSTANT,
        DAY,
        FLAG
    }

    /** Codes for programs, names, and numbers that are not reckoned with; of an array all items. */
    public static Column text(String heading, String path) {
        return new Column(heading, path, Kind.TEXT, "", null);
    }

    /** Codes by their names in Chinese. @param names their group in {@code names.properties} */
    public static Column named(String heading, String path, String names) {
        return new Column(heading, path, Kind.TEXT, names, null);
    }

    public static Column said(String heading, Function<JsonObject, String> said) {
        return new Column(heading, "", Kind.TEXT, "", said);
    }

    public static Column number(String heading, String path) {
        return new Column(heading, path, Kind.NUMBER, "", null);
    }

    /** A moment, shown in the local time that the list gives it in. */
    public static Column instant(String heading, String path) {
        return new Column(heading, path, Kind.INSTANT, "", null);
    }

    public static Column day(String heading, String path) {
        return new Column(heading, path, Kind.DAY, "", null);
    }

    public static Column flag(String heading, String path) {
        return new Column(heading, path, Kind.FLAG, "", null);
    }

    /**
     * The value of an item: a {@link Number}, an {@link OffsetDateTime}, a {@link LocalDate} or a text; null where the list
     * has none, or withholds it.
     */
    @Nullable
    Object in(JsonObject item) {
        if (said != null) {
            return said.apply(item);
        }
        Object value = at(item, path);
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case TEXT -> text(value);
            case NUMBER -> value instanceof Number ? value : text(value);
            case INSTANT -> OffsetDateTime.parse(value.toString());
            case DAY -> LocalDate.parse(value.toString());
            case FLAG -> Boolean.TRUE.equals(value) ? "是" : "否";
        };
    }

    private static @Nullable Object at(@Nullable Object value, String path) {
        if (path.isEmpty() || value == null) {
            return value;
        }
        if (value instanceof JsonArray items) {
            return new JsonArray(items.stream().map(item -> at(item, path)).toList());
        }
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        return value instanceof JsonObject object
                ? at(object.getValue(name), dot < 0 ? "" : path.substring(dot + 1))
                : null;
    }

    private String text(Object value) {
        if (value instanceof JsonArray items) {
            return items.stream()
                    .filter(Objects::nonNull)
                    .map(this::text)
                    .distinct()
                    .collect(Collectors.joining(BETWEEN));
        }
        return names.isEmpty() ? value.toString() : CodeNames.of(names, value.toString());
    }
}
