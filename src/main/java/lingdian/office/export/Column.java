package lingdian.office.export;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of a list's table.
 *
 * @param heading in Chinese, as an office reads it
 * @param path of the value in an item of the list, its names separated by dots; in an array each item has one
 */
public record Column(String heading, String path, Kind kind) {
    private static final String BETWEEN = "、";

    /** What its values are, so that a spreadsheet can sort and reckon with them. */
    enum Kind {
        TEXT,
        NUMBER,
        INSTANT,
        DAY,
        FLAG
    }

    /** Codes, names, and numbers that are not reckoned with; of an array all items. */
    public static Column text(String heading, String path) {
        return new Column(heading, path, Kind.TEXT);
    }

    public static Column number(String heading, String path) {
        return new Column(heading, path, Kind.NUMBER);
    }

    /** A moment, shown in the local time that the list gives it in. */
    public static Column instant(String heading, String path) {
        return new Column(heading, path, Kind.INSTANT);
    }

    public static Column day(String heading, String path) {
        return new Column(heading, path, Kind.DAY);
    }

    public static Column flag(String heading, String path) {
        return new Column(heading, path, Kind.FLAG);
    }

    /**
     * The value of an item: a {@link Number}, an {@link OffsetDateTime}, a {@link LocalDate} or a text; null where the list
     * has none, or withholds it.
     */
    @Nullable
    Object in(JsonObject item) {
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

    private static String text(Object value) {
        return value instanceof JsonArray items
                ? items.stream()
                        .filter(Objects::nonNull)
                        .map(Column::text)
                        .distinct()
                        .collect(Collectors.joining(BETWEEN))
                : value.toString();
    }
}
