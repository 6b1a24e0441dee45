package lingdian.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the AsyncAPI document allows an agent to send is taken: its examples, and messages made from its schemas. */
class AgentDocumentTest {
    private static final Path DOCUMENT = Path.of("src/main/resources/lingdian/api/asyncapi.yaml");
    private static final int MESSAGES = 2_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode document = read();
    private final Random random = new Random(7);

    @Test
    void everyExampleIsTaken() {
        List<String> without = new ArrayList<>();
        for (String message : List.of("hello", "event", "batch", "receipt")) {
            JsonNode examples = document.at("/components/messages/" + message + "/examples");
            examples.forEach(example -> taken(example.path("payload").toString()));
            if (examples.isEmpty()) {
                without.add(message);
            }
        }
        assertThat(without).as("messages without an example").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "event", "events", "batch", "receipt"})
    void everyMessageThatTheSchemasAllowIsTaken(String message) {
        JsonNode schema = document.at("/components/messages/" + message + "/payload");
        for (int i = 0; i < MESSAGES; i++) {
            taken(made(schema).toString());
        }
    }

    private static void taken(String message) {
        switch (AgentCodec.decode(message)) {
            case Decoded.Refused refused -> throw new AssertionError(refused.reason() + " in " + message);
            case Decoded.Events events ->
                assertThat(events.events()).as(message).noneMatch(event -> event.event() instanceof AgentEvent.Invalid);
            case Decoded.HelloMessage hello -> {}
            case Decoded.ReceiptMessage receipt -> {}
        }
    }

    private JsonNode made(JsonNode given) {
        JsonNode schema =
                given.has("$ref") ? document.at(given.path("$ref").asText().substring(1)) : given;
        if (schema.has("oneOf")) {
            return made(one(schema.path("oneOf")));
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return one(schema.path("enum"));
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? one(type).asText() : type.asText()) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer" -> integer(schema);
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "string" -> JSON.textNode(text(schema));
            case "null" -> JSON.nullNode();
            default -> throw new AssertionError("a schema that this test does not know: " + schema);
        };
    }

    private JsonNode object(JsonNode schema) {
        var object = JSON.objectNode();
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            if (required.contains(property.getKey()) || random.nextBoolean()) {
                object.set(property.getKey(), made(property.getValue()));
            }
        });
        return object;
    }

    private JsonNode array(JsonNode schema) {
        var array = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(made(schema.path("items")));
        }
        return array;
    }

    /** Often its bounds, and sometimes spelled with a fraction, which JSON Schema counts as an integer. */
    private JsonNode integer(JsonNode schema) {
        long min = schema.path("minimum").asLong(Long.MIN_VALUE);
        long max = schema.path("maximum").asLong(Long.MAX_VALUE);
        assertThat(min).isNotEqualTo(Long.MIN_VALUE);
        assertThat(max).isNotEqualTo(Long.MAX_VALUE);
        return switch (random.nextInt(4)) {
            case 0 -> JSON.numberNode(min);
            case 1 -> JSON.numberNode(max);
            case 2 -> JSON.numberNode(new java.math.BigDecimal(min + ".0"));
            default -> JSON.numberNode(random.nextLong(min, max));
        };
    }

    private String text(JsonNode schema) {
        return switch (schema.path("format").asText()) {
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "date-time" -> random.nextBoolean() ? "2026-07-01T23:50:00.25+08:00" : "2026-07-01T15:50:00Z";
            default -> schema.has("pattern") ? id(schema.path("pattern").asText()) : free(schema);
        };
    }

    private String id(String pattern) {
        String id = "A-0_z.9".substring(0, 1 + random.nextInt(7));
        assertThat(id).matches(pattern);
        return id;
    }

    private String free(JsonNode schema) {
        int max = schema.path("maxLength").asInt(300);
        int length = random.nextInt(3) == 0 ? max : random.nextInt(max);
        return random.ints(length, 0x20, 0x2FFFF)
                .filter(character -> !Character.isSurrogate((char) character) || character > 0xFFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private JsonNode one(JsonNode choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(Files.readString(DOCUMENT));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
