package lingdian.feed.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lingdian.platform.text.Rfc3339;

/** A change as CloudEvents 1.0 in its JSON form. */
final class CloudEventJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CloudEventJson() {}

    static byte[] write(FeedRow row, ObjectNode data) {
        try {
            return JSON.writeValueAsBytes(of(row, data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a violation cannot be written as JSON");
        }
    }

    private static ObjectNode of(FeedRow row, ObjectNode data) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", Long.toString(row.position()))
                .put("source", "/cafes/" + row.cafe().placeCode())
                .put("type", "lingdian." + row.eventName())
                .put("subject", row.about().toString())
                .put("time", Rfc3339.format(row.at(), row.zone()))
                .put("datacontenttype", "application/json")
                .set("data", data);
    }
}
