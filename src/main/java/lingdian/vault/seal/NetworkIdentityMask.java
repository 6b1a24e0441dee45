package lingdian.vault.seal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Hides network identities in the text of an event that is shown: they are shown to nobody (handbook, unmasking.md).
 *
 * <p>By the parsed text, since a name may be spelled with escapes. A text without one is shown as it was received.
 */
final class NetworkIdentityMask {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String FIELD = "netId";
    private static final String HIDDEN = "*";

    private NetworkIdentityMask() {}

    static String hidden(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            boolean found = false;
            for (JsonNode parent : json.findParents(FIELD)) {
                ((ObjectNode) parent).put(FIELD, HIDDEN);
                found = true;
            }
            return found ? json.toString() : text;
        } catch (JacksonException notOfAnAgent) {
            return HIDDEN; // every quarantined text was read as JSON once
        }
    }
}
