package lingdian.vault.seal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.NetworkIdentity;
import lingdian.domain.document.ReadMethod;
import org.jspecify.annotations.Nullable;

/**
 * A document, or a network identity, as the JSON that is sealed, field by field as on the wire.
 *
 * <p>Encoded by hand, because a text sealed today must open in years, whatever the record's components are called by
 * then.
 */
final class SealedDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SealedDocument() {}

    static String json(Credential credential) {
        ObjectNode json = JSON.createObjectNode().put("type", credential.type());
        switch (credential) {
            case Document document -> {
                json.put("number", document.number()).put("name", document.name());
                putIfGiven(json, "birthDate", document.birthDate());
            }
            case NetworkIdentity identity -> {
                putIfGiven(json, "netId", identity.netId());
                json.put("adult", identity.adult());
            }
        }
        putIfGiven(json, "validUntil", credential.validUntil());
        return json.put("read", credential.read().wire()).toString();
    }

    /** Empty if the text is no document. */
    static Optional<Credential> credential(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return readMethod(json.path("read").asText()).map(read -> credential(json, read));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Credential credential(JsonNode json, ReadMethod read) {
        return json.path("type").asText().equals(NetworkIdentity.TYPE)
                ? new NetworkIdentity(
                        given(json, "netId"), json.path("adult").asBoolean(), given(json, "validUntil"), null)
                : new Document(
                        json.path("type").asText(),
                        json.path("number").asText(),
                        json.path("name").asText(),
                        given(json, "validUntil"),
                        given(json, "birthDate"),
                        read);
    }

    private static Optional<ReadMethod> readMethod(String wire) {
        return Arrays.stream(ReadMethod.values())
                .filter(read -> read.wire().equals(wire))
                .findAny();
    }

    private static void putIfGiven(ObjectNode json, String field, @Nullable String text) {
        if (text != null) {
            json.put(field, text);
        }
    }

    private static @Nullable String given(JsonNode json, String field) {
        return json.hasNonNull(field) ? json.path(field).asText() : null;
    }
}
