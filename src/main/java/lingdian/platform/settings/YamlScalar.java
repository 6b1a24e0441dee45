package lingdian.platform.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Single values of a YAML file.
 *
 * <p>No value is converted: a region code without quotes is a number in YAML and loses its leading zeros, so a text
 * must be a text.
 */
final class YamlScalar {
    private YamlScalar() {}

    /** The value, or null if {@code node} holds none of that type. */
    static @Nullable Object read(JsonNode node, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return node.isIntegralNumber() && node.canConvertToInt() ? node.intValue() : null;
        }
        if (type == long.class || type == Long.class) {
            return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : null;
        }
        if (type == double.class || type == Double.class) {
            return node.isNumber() ? node.doubleValue() : null;
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.isBoolean() ? node.booleanValue() : null;
        }
        return node.isTextual() ? fromText(node.textValue(), type) : null;
    }

    private static @Nullable Object fromText(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> word(constant).equals(text))
                    .findFirst()
                    .orElse(null);
        }
        if (type == LocalDate.class) {
            return date(text);
        }
        if (type == Path.class) {
            return path(text);
        }
        throw new IllegalArgumentException("no configuration can have the type " + type.getName());
    }

    /** A description of values of that type, which completes "must be …". */
    static String expectation(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(YamlScalar::word)
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number (of a size that fits)";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "LocalDate" -> "a date such as 2026-07-01";
            case "Path" -> "a file path";
            default -> "text (in quotes if it looks like another type)";
        };
    }

    /** {@code PUBLIC_SECURITY} is written {@code public-security}. */
    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException unreal) {
            return null;
        }
    }

    private static @Nullable Path path(String text) {
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException unusable) {
            return null;
        }
    }
}
