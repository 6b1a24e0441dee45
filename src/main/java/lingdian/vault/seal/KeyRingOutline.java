package lingdian.vault.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;

/** Keys that Tink has no keyset for, in a keyset's structure: numbers, and the bytes of each key in base64. */
final class KeyRingOutline {
    private static final String PRIMARY = "primaryKeyId";
    private static final String KEYS = "key";
    private static final String NUMBER = "keyId";
    private static final String VALUE = "value";

    private KeyRingOutline() {}

    static JsonNode write(KeyRingKeys keys) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(PRIMARY, Integer.toUnsignedLong(keys.primary()));
        var list = json.putArray(KEYS);
        keys.byNumber()
                .forEach((number, key) -> list.addObject()
                        .put(NUMBER, Integer.toUnsignedLong(number))
                        .put(VALUE, Base64.getEncoder().encodeToString(bytes(key))));
        return json;
    }

    static KeyRingKeys read(int keyBytes, JsonNode json) throws GeneralSecurityException {
        var keys = new LinkedHashMap<Integer, SecretBytes>();
        for (JsonNode key : json.path(KEYS)) {
            if (keys.put(number(key.path(NUMBER)), value(keyBytes, key.path(VALUE))) != null) {
                throw new GeneralSecurityException("a number twice");
            }
        }
        return KeyRingKeys.of(number(json.path(PRIMARY)), keys);
    }

    static byte[] bytes(SecretBytes key) {
        return key.toByteArray(InsecureSecretKeyAccess.get());
    }

    private static int number(JsonNode json) throws GeneralSecurityException {
        if (!json.isIntegralNumber() || json.longValue() <= 0 || json.longValue() > 0xFFFF_FFFFL) {
            throw new GeneralSecurityException("no number of a key");
        }
        return (int) json.longValue();
    }

    private static SecretBytes value(int keyBytes, JsonNode json) throws GeneralSecurityException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(json.asText());
        } catch (IllegalArgumentException notBase64) {
            throw new GeneralSecurityException("no base64"); // without the cause, which might quote it
        }
        if (bytes.length != keyBytes) {
            throw new GeneralSecurityException("a key of another length");
        }
        return SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get());
    }
}
