package lingdian.office.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.domain.VisibleText;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * Describes what a schema expects, from the schema alone: the validator's own texts repeat values of the request
 * ({@code 7 is less than 10}) and names chosen by the sender.
 */
final class SchemaErrors {
    private static final Pattern MISSING = Pattern.compile("Instance does not have required property \"(\\w+)\"");
    private static final Pattern STEP_INWARDS = Pattern.compile("/properties/[^/]+|/items\\b(/\\d+)?");
    private static final String FIELD_OF_A_MAP = "/additionalProperties/";
    private static final int MAX_ERRORS = 20;

    private final JsonObject document;

    /** @param document the OpenAPI document, resolved */
    SchemaErrors(JsonObject document) {
        this.document = document;
    }

    /**
     * The errors of a body by their JSON pointers, one for each place.
     *
     * @param schema the body's own
     */
    JsonArray ofBody(SchemaValidationException failure, JsonSchema schema) {
        var expectedAt = new LinkedHashMap<String, String>();
        for (OutputUnit unit : units(failure)) {
            expectedAt.merge(pointer(unit), expected(unit, schema), SchemaErrors::both);
        }
        var errors = new JsonArray();
        expectedAt.entrySet().stream()
                .limit(MAX_ERRORS)
                .forEach(place -> errors.add(Refused.bodyError(place.getKey(), place.getValue())));
        return errors;
    }

    /**
     * The errors of a parameter.
     *
     * @param schema the parameter's own
     */
    JsonArray ofParameter(String name, SchemaValidationException failure, JsonSchema schema) {
        String expected = units(failure).stream()
                .map(unit -> expected(unit, schema))
                .reduce(SchemaErrors::both)
                .orElse("");
        return new JsonArray().add(Refused.parameterError(name, expected));
    }

    private static String both(String first, String second) {
        return first.contains(second) ? first : first + ", " + second;
    }

    /** The innermost errors: the outer ones only say that something inside them is wrong. */
    private static List<OutputUnit> units(SchemaValidationException failure) {
        List<OutputUnit> all =
                Optional.ofNullable(failure.getOutputUnit().getErrors()).orElse(List.of());
        NavigableSet<String> others = all.stream()
                .filter(unit -> !isUnknownField(unit) && !keyword(unit).isEmpty())
                .map(SchemaErrors::place)
                .collect(Collectors.toCollection(TreeSet::new));
        List<OutputUnit> innermost = all.stream()
                .filter(unit -> !wrapsOthers(keyword(unit)) && !repeatsOthers(unit, others))
                .toList();
        return innermost.isEmpty() ? List.of(new OutputUnit("#", null, "#/", "", null)) : innermost;
    }

    private static boolean wrapsOthers(String keyword) {
        return switch (keyword) {
            case "$ref", "properties", "items", "allOf", "anyOf", "oneOf" -> true;
            default -> false;
        };
    }

    /** The validator also reports a known field with a wrong value as unknown. */
    private static boolean repeatsOthers(OutputUnit unit, NavigableSet<String> others) {
        String next = others.ceiling(place(unit));
        return isUnknownField(unit) && next != null && next.startsWith(place(unit));
    }

    private static String place(OutputUnit unit) {
        return Objects.toString(unit.getInstanceLocation(), "");
    }

    private static boolean isUnknownField(OutputUnit unit) {
        String location = Objects.toString(unit.getKeywordLocation(), "");
        return location.endsWith("/additionalProperties") || location.contains("/additionalProperties/");
    }

    private static String pointer(OutputUnit unit) {
        String pointer = withoutFieldsOfMaps(place(unit).replaceFirst("^#", ""), unit);
        if (keyword(unit).equals("additionalProperties") && pointer.contains("/")) {
            pointer = pointer.substring(0, pointer.lastIndexOf('/')); // the sender chose that name
        }
        return missing(unit) == null ? pointer : pointer + "/" + missing(unit);
    }

    /** Cut at the first field whose name the sender chose, as in a map: such a name may be personal data. */
    private static String withoutFieldsOfMaps(String pointer, OutputUnit unit) {
        String location = Objects.toString(unit.getKeywordLocation(), "");
        int map = location.indexOf(FIELD_OF_A_MAP);
        if (map < 0) {
            return pointer;
        }
        long steps = STEP_INWARDS.matcher(location.substring(0, map)).results().count();
        return Arrays.stream(pointer.split("/", -1)).limit(steps + 1).collect(Collectors.joining("/"));
    }

    private String expected(OutputUnit unit, JsonSchema schema) {
        String keyword = keyword(unit);
        String limit = limit(unit, schema).map(String::valueOf).orElse("");
        return switch (keyword) {
            case "required" -> "is required";
            case "type" -> "expected " + limit.replaceAll("[\\[\\]\"]", "").replace(",", " or ");
            case "enum" ->
                "expected one of " + limit.replaceAll("[\\[\\]\"]", "").replace(",", ", ");
            case "pattern" -> pattern(limit);
            case "format" -> format(limit);
            case "minimum" -> "expected at least " + limit;
            case "maximum" -> "expected at most " + limit;
            case "minLength" -> "expected at least " + limit + " characters";
            case "maxLength" -> "expected at most " + limit + " characters";
            case "maxItems" -> "expected at most " + limit + " items";
            case "additionalProperties" -> "has an unknown field";
            default -> "does not match the OpenAPI document";
        };
    }

    private static String pattern(String pattern) {
        if (pattern.equals(Rfc3339.PATTERN)) {
            return BodyFields.INSTANT;
        }
        return pattern.contains(VisibleText.EXCLUDED)
                ? "expected one line without control characters, marks of direction or other invisible characters"
                : "expected to match " + pattern;
    }

    private static String format(String format) {
        return switch (format) {
            case "date" -> BodyFields.DATE;
            default -> "expected a " + format.toUpperCase(Locale.ROOT);
        };
    }

    /** The schema's value of the violated keyword, which is in the schema itself or behind a reference. */
    private Optional<Object> limit(OutputUnit unit, JsonSchema schema) {
        // the schema of a parameter has no absolute location where the document has it in the parameter itself
        String location = Objects.requireNonNullElse(
                unit.getAbsoluteKeywordLocation(), Objects.toString(unit.getKeywordLocation(), ""));
        if (location.indexOf('#') < 0) {
            return Optional.empty();
        }
        JsonPointer pointer = JsonPointer.from(location.substring(location.indexOf('#') + 1));
        return Optional.ofNullable(pointer.queryJson(schema))
                .or(() -> Optional.ofNullable(pointer.queryJson(document)));
    }

    private static String keyword(OutputUnit unit) {
        String location = Objects.toString(unit.getKeywordLocation(), "");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static @Nullable String missing(OutputUnit unit) {
        Matcher missing = MISSING.matcher(Objects.toString(unit.getError(), ""));
        return keyword(unit).equals("required") && missing.matches() ? missing.group(1) : null;
    }
}
