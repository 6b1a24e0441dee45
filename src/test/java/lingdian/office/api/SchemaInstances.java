package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.domain.VisibleText;
import lingdian.testing.SealedCafe;
import org.jspecify.annotations.Nullable;

/**
 * Makes values that a schema of the OpenAPI document allows, often at its bounds. It knows what the document uses of JSON
 * Schema; anything else fails, so that a new schema is not left out.
 */
final class SchemaInstances {
    /** Values of each pattern of the document. A new pattern needs some here. */
    private static final Map<String, List<String>> OF_PATTERN = Map.ofEntries(
            Map.entry("^([01]\\d|2[0-3]):[0-5]\\d$", List.of("00:00", "23:59")),
            Map.entry(
                    "^([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)$",
                    List.of("08:00-24:00", "00:00-24:00", "22:30-02:15")),
            Map.entry("^[0-9+() -]{5,32}$", List.of("+86 (792) 1-5", "12318", "     ")),
            Map.entry("^[0-9+() -]*$", List.of("+86 (792) 1-5", "12318")),
            Map.entry("^ *[^\\x00-\\x20\\x7F][^\\x00-\\x1F\\x7F]*$", List.of("x", "  文号 1\"'<&%")),
            Map.entry("^[A-Za-z0-9+/=]*$", List.of("", "iVBORw0KGgoBAg==", "=", "AAAA")),
            Map.entry("^[0-9A-Za-z-]*$", List.of("", "36040012", "-")),
            Map.entry("^[0-9A-Za-z-]{1,40}$", List.of("JJ12345-20260701-0042", "-", "9".repeat(40))),
            Map.entry("^https?://[^\\x00-\\x20\\x7F/?#]+$", List.of("https://lingdian.example:8443", "http://a")),
            Map.entry("^\\d{4}-\\d{2}$", List.of("2026-06", "0000-99")),
            Map.entry("^[0-9]{1,18}$", List.of("0", "1", "9".repeat(18))),
            Map.entry("^[0-9a-f]{64}$", List.of("0".repeat(64), "9f".repeat(32))),
            Map.entry("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", List.of("01234567-89ab-cdef-0123-456789abcdef")),
            Map.entry("^[A-Z][A-Z0-9_]*$", List.of("OVERTIME_OPERATION", "A", "X_1")),
            Map.entry("^[\\w.-]{1,32}$", List.of("A01", "_", ".-".repeat(16))),
            Map.entry("^[\\w.:/+-]+$", List.of("2026.2", "a:b/c+d-e")),
            Map.entry("^[a-z0-9][a-z0-9._@-]{2,63}$", List.of("a.b", "0@example.org", "z".repeat(64))),
            Map.entry("^[a-z][a-z-]*$", List.of("internet-cafe", "a")),
            Map.entry("^[a-z][a-z0-9-]{0,39}$", List.of("officers", "fine-yuan", "a".repeat(40))),
            Map.entry(
                    "^(\\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?"
                            + "|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$",
                    List.of("2026-07", "2026", "2026-Q3", "2026-H2", "0000", "01234567-89AB-cdef-0123-456789abcdef")),
            Map.entry("^\\d{6}(,\\d{6})*$", List.of("360481", "360481,360482")),
            Map.entry(
                    "^[A-Z][A-Z0-9_]*(,[A-Z][A-Z0-9_]*)*$",
                    List.of("OVERTIME_OPERATION", "A", "MINOR_ADMITTED,IDENTITY_SHARED")),
            Map.entry(
                    "^(new|acknowledged|dispatched|confirmed|dismissed|unverifiable|closed)"
                            + "(,(new|acknowledged|dispatched|confirmed|dismissed|unverifiable|closed))*$",
                    List.of("new", "dismissed,unverifiable,closed")),
            Map.entry("^(fact|suspicion|lead)(,(fact|suspicion|lead))*$", List.of("fact", "lead,suspicion")),
            Map.entry(
                    "^(culture|public-security)(,(culture|public-security))*$",
                    List.of("culture", "public-security,culture")),
            Map.entry("^\\d{6}$", List.of("360481", "360400", "000000")),
            Map.entry("^\\d{6}10\\d{6}$", List.of(SealedCafe.CAFE, "99999910999999")),
            Map.entry(
                    "^\\d{6}10\\d{6}(,\\d{6}10\\d{6}){0,199}$",
                    List.of("36048110000001", "36048110000001,36048110000002")),
            Map.entry("^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$", List.of("", "行一\n行二\t\"'<&%")),
            Map.entry("^[^\\x00-\\x1F\\x7F]*$", List.of("", " 文号 1\"'<&%", "𠮷")),
            Map.entry(
                    "^[^\\x00-\\x1F\\x7F]*[^\\x00-\\x20\\x7F][^\\x00-\\x1F\\x7F]*$",
                    List.of("x", " 文号 1\"'<&% ", "𠮷")),
            Map.entry("^[0-9A-Za-z\\u3400-\\u4DBF\\u4E00-\\u9FFF]+$", List.of("文综罚", "A1")),
            Map.entry("^[0-9A-Za-z\\u3400-\\u4DBF\\u4E00-\\u9FFF]*$", List.of("", "瑞")),
            Map.entry("^[^" + VisibleText.EXCLUDED + "]*$", List.of("", " 文号 1\"'<&%", "𠮷")),
            Map.entry("^[^" + VisibleText.EXCLUDED + "]+$", List.of(" ", "文号 1\"'<&%", "𠮷")),
            Map.entry(
                    "^ *[^" + VisibleText.EXCLUDED.replace("\\x1F", "\\x20") + "][^" + VisibleText.EXCLUDED + "]*$",
                    List.of("x", "  文号 1\"'<&%")),
            Map.entry("^[^\\x00-\\x1F\\x7F]+$", List.of(" ", "文号 1\"'<&%", "𠮷")));

    /** Texts where there is no pattern, among them such that look like JSON, SQL or an encoded path. */
    private static final JsonArray ANY_TEXT =
            JsonArray.of("文号 1", "-7", "3.5", "[1]", "\"a\"", "\"a", "null", "%41+ %", "' OR '1'='1", "");

    /** Texts of which the document says in words what they are. */
    private static final Map<String, List<String>> OF_FIELD = Map.of(
            "url", List.of("https://hooks.example/a", "https://hooks.example:8443/b?c=d"),
            "publicKey", List.of(MatrixFixtures.publicKey().getString("publicKey")),
            "timeZone", List.of("Asia/Shanghai", "Asia/Urumqi"),
            "signature", List.of(Base64.getEncoder().encodeToString(new byte[64])),
            "content", List.of(Base64.getEncoder().encodeToString(new byte[] {(byte) 0xFF, (byte) 0xD8, -1, 1})));

    private final Random random;

    SchemaInstances(Random random) {
        this.random = random;
    }

    /** A value of a parameter. An unescaped plus sign is a space in a query, so times are described, not of a format. */
    @Nullable
    Object ofParameter(JsonObject parameter) {
        JsonObject schema = parameter.getJsonObject("schema");
        return of(
                parameter.getString("description", "").endsWith("RFC 3339")
                        ? schema.copy().put("format", "date-time")
                        : schema);
    }

    /** A value that the schema allows; null is JSON's. */
    @Nullable
    Object of(JsonObject given) {
        JsonObject schema = DocumentedOperation.resolved(given);
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.containsKey(choice)) {
                return of((JsonObject) one(schema.getJsonArray(choice)));
            }
        }
        if (schema.containsKey("allOf")) {
            var all = new JsonObject();
            schema.getJsonArray("allOf").forEach(part -> all.mergeIn((JsonObject) of((JsonObject) part)));
            return all;
        }
        if (schema.containsKey("const")) {
            return schema.getValue("const");
        }
        if (schema.containsKey("enum")) {
            return one(schema.getJsonArray("enum"));
        }
        Object type = schema.getValue("type");
        return ofType(type instanceof JsonArray types ? (String) one(types) : (String) type, schema);
    }

    private @Nullable Object ofType(@Nullable String type, JsonObject schema) {
        return switch (type) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer" -> integer(schema);
            case "number" -> number(schema);
            case "boolean" -> random.nextBoolean();
            case "string" -> text(schema);
            case "null" -> null;
            case null, default -> throw new AssertionError("a schema that this test does not know: " + schema);
        };
    }

    private JsonObject object(JsonObject schema) {
        var object = new JsonObject();
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        int optional = random.nextInt(4); // none, all, or some
        for (var property : schema.getJsonObject("properties", new JsonObject())) {
            if (required.contains(property.getKey()) || optional == 3 || optional > 0 && random.nextBoolean()) {
                object.put(property.getKey(), ofField(property.getKey(), (JsonObject) property.getValue()));
            }
        }
        return object;
    }

    /** A value of a field; of a text that the document describes in words, one of those. */
    @Nullable
    Object ofField(String name, JsonObject schema) {
        Object value = of(schema);
        List<String> known = OF_FIELD.get(name);
        return value instanceof String && known != null ? known.get(random.nextInt(known.size())) : value;
    }

    private JsonArray array(JsonObject schema) {
        int min = schema.getInteger("minItems", 0);
        int max = Math.min(schema.getInteger("maxItems", 4), 4);
        var array = new JsonArray();
        for (int i = min + random.nextInt(max - min + 1); i > 0; i--) {
            array.add(of(schema.getJsonObject("items")));
        }
        return array;
    }

    private long integer(JsonObject schema) {
        long min = schema.getLong("minimum", -1_000_000_000L);
        long max = schema.getLong("maximum", 1_000_000_000L);
        return switch (random.nextInt(3)) {
            case 0 -> min;
            case 1 -> max;
            default -> random.nextLong(min, max);
        };
    }

    private double number(JsonObject schema) {
        double min = schema.getDouble("minimum", -1e9);
        double max = schema.getDouble("maximum", 1e9);
        return switch (random.nextInt(3)) {
            case 0 -> min;
            case 1 -> max;
            default -> min + (max - min) * random.nextDouble();
        };
    }

    private String text(JsonObject schema) {
        String pattern = schema.getString("pattern");
        return switch (schema.getString("format", "")) {
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "date" -> day().toString();
            case "date-time" ->
                random.nextBoolean()
                        ? day() + "T%02d:50:00.25+08:00".formatted(random.nextInt(24))
                        : day() + "T%02d:00:00Z".formatted(random.nextInt(24));
            case "" -> bounded(pattern == null ? (String) one(ANY_TEXT) : ofPattern(pattern), schema);
            default -> throw new AssertionError("a format that this test does not know: " + schema);
        };
    }

    /** Long past, in the café's last days, in its next, and of another year. */
    private LocalDate day() {
        LocalDate near = LocalDate.of(2026, 7, 1);
        return switch (random.nextInt(4)) {
            case 0 -> near.minusDays(random.nextInt(400));
            case 1 -> near.plusDays(random.nextInt(9));
            case 2 -> near.plusDays(11 + random.nextInt(9));
            default -> near.plusDays(200 + random.nextInt(800));
        };
    }

    private String ofPattern(String pattern) {
        List<String> known = OF_PATTERN.get(pattern);
        assertThat(known).as("values of the pattern " + pattern).isNotNull();
        String value = known.get(random.nextInt(known.size()));
        assertThat(value).matches(pattern);
        return value;
    }

    /** Free text is often as long as it may be, or as short. */
    private String bounded(String value, JsonObject schema) {
        int max = schema.getInteger("maxLength", 1_000);
        int min = schema.getInteger("minLength", 0);
        boolean free = Stream.of("^\\d", "^[0-9", "^[A-Za-z0-9", "^([01]", "^[A-Z]", "^[a-z", "^[\\w", "^http", "^(")
                .noneMatch(schema.getString("pattern", "")::startsWith);
        if (free && random.nextInt(3) == 0) {
            return "长".repeat(Math.min(max, 4_000));
        }
        String longer = free && value.length() < min ? value + "x".repeat(min) : value;
        return longer.length() > max ? longer.substring(0, max) : longer;
    }

    private @Nullable Object one(JsonArray choices) {
        return choices.getValue(random.nextInt(choices.size()));
    }
}
