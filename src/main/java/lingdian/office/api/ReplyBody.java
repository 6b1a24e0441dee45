package lingdian.office.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.platform.work.SizedWork;
import org.jspecify.annotations.Nullable;

/** The body of a {@link Reply} as a value: it becomes text only where it is sent over HTTP. */
sealed interface ReplyBody {
    /** About as many characters as an item of a list has, such as a violation or a comment. */
    int ITEM_SIZE = 1024;

    /** The fields of answers that are long lists: those of lists themselves, and the entries of one record. */
    List<String> LISTS = List.of("items", "comments", "corrections", "history");

    /** As it is sent. */
    Buffer bytes();

    /** As a page of this program reads it. */
    JsonObject value();

    /**
     * About how many characters are to be written before the body can be sent: as a list's items tell if they are many, otherwise
     * all texts are measured.
     */
    default long workSize() {
        return 0;
    }

    record None() implements ReplyBody {
        @Override
        public Buffer bytes() {
            return Buffer.buffer();
        }

        @Override
        public JsonObject value() {
            return new JsonObject();
        }
    }

    record Structured(JsonObject value) implements ReplyBody {
        @Override
        public Buffer bytes() {
            return value.toBuffer();
        }

        @Override
        public long workSize() {
            long items = LISTS.stream()
                    .mapToLong(list -> value.getValue(list) instanceof JsonArray array ? array.size() : 0)
                    .map(size -> size * ITEM_SIZE)
                    .sum();
            return SizedWork.isLarge(items) ? items : JsonSize.of(value);
        }

        @Override
        public String toString() {
            return "Structured[]"; // it may show an unmasked person
        }
    }

    /** Of violations, whose stored fields keep their order. */
    record Tree(ObjectNode node) implements ReplyBody {
        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public Buffer bytes() {
            return Buffer.buffer(node.toString());
        }

        @Override
        public long workSize() {
            long items = LISTS.stream()
                    .mapToLong(list -> node.path(list).size())
                    .map(size -> size * ITEM_SIZE)
                    .sum();
            return SizedWork.isLarge(items) ? items : JsonSize.of(node);
        }

        @Override
        public JsonObject value() {
            return new JsonObject(fields(node));
        }

        private static Map<String, @Nullable Object> fields(JsonNode object) {
            Map<String, @Nullable Object> fields = LinkedHashMap.newLinkedHashMap(object.size());
            object.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
            return fields;
        }

        private static List<@Nullable Object> items(JsonNode array) {
            List<@Nullable Object> items = new ArrayList<>(array.size());
            array.forEach(item -> items.add(value(item)));
            return items;
        }

        /** Not by way of tokens, which takes three times as long. */
        private static @Nullable Object value(JsonNode node) {
            return switch (node.getNodeType()) {
                case OBJECT -> fields(node);
                case ARRAY -> items(node);
                case STRING -> node.textValue();
                case NUMBER -> node.numberValue();
                case BOOLEAN -> node.booleanValue();
                case NULL, MISSING -> null;
                case BINARY, POJO -> JSON.convertValue(node, Object.class);
            };
        }

        @Override
        public String toString() {
            return "Tree[]"; // it may show an unmasked person
        }
    }

    /** A body that was written already. */
    record Encoded(Buffer bytes) implements ReplyBody {
        @Override
        public JsonObject value() {
            return bytes.toJsonObject();
        }

        @Override
        public String toString() {
            return "Encoded[]"; // it may show an unmasked person
        }
    }

    /** A file, which a browser loads by its own request. */
    record File(Buffer bytes) implements ReplyBody {
        @Override
        public JsonObject value() {
            throw new IllegalStateException("a page does not read files");
        }

        @Override
        public String toString() {
            return "File[]"; // it may show an unmasked person
        }
    }
}
