package lingdian.record.evidence;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import lingdian.vault.seal.PublicKey;

/** The JSON of bundles: written in one way, read strictly. Anything unexpected is an IllegalArgumentException. */
final class EvidenceJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EvidenceJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] bytes(JsonNode json) {
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode object(byte[] bytes) {
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException malformed) {
            // refused below, without its text; also what is not UTF-8
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    static byte[] part(Map<String, byte[]> parts, String name) throws BrokenBundleException {
        byte[] part = parts.get(name);
        if (part == null) {
            throw new BrokenBundleException(name, "it is missing");
        }
        return part;
    }

    static ObjectNode signature(PublicKey key, byte[] value) {
        return object().put("algorithm", key.algorithm().toString())
                .put("fingerprint", key.fingerprint())
                .put("publicKey", key.pem())
                .put("value", Base64.getEncoder().encodeToString(value));
    }

    /** The key of a signature; its algorithm and fingerprint beside it must match. */
    static PublicKey key(JsonNode signature) {
        PublicKey key = PublicKey.ofPem(text(signature, "publicKey"));
        if (!key.fingerprint().equals(text(signature, "fingerprint"))
                || !key.pem().equals(text(signature, "publicKey"))
                || !key.algorithm().toString().equals(text(signature, "algorithm"))) {
            throw new IllegalArgumentException("a key does not match its description");
        }
        return key;
    }

    static byte[] value(JsonNode signature) {
        String text = text(signature, "value");
        byte[] value = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(value).equals(text)) {
            throw new IllegalArgumentException("base64 in another spelling");
        }
        return value;
    }

    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.textValue();
    }

    static byte[] hash(JsonNode json, String field) {
        byte[] hash = HexFormat.of().parseHex(text(json, field));
        if (hash.length != 32) {
            throw new IllegalArgumentException(field + " is not a hash");
        }
        return hash;
    }

    static long number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(field + " is not a number");
        }
        return value.longValue();
    }
}
