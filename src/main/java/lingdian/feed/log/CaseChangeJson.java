package lingdian.feed.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A stored change of a case: its id, step and version, and its county, by which filters look. */
final class CaseChangeJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CaseChangeJson() {}

    /** As readers see it. */
    static ObjectNode shown(String snapshot) {
        try {
            if (JSON.readTree(snapshot) instanceof ObjectNode stored) {
                stored.remove("region");
                return stored;
            }
        } catch (JsonProcessingException e) {
            e.clearLocation(); // the location would quote the text
        }
        throw new IllegalStateException("a stored change of a case is not a JSON object");
    }
}
