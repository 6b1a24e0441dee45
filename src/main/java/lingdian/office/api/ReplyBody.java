package lingdian.office.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import lingdian.platform.work.SizedWork;

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
        private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

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
            return new JsonObject(JSON.convertValue(node, FIELDS));
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
