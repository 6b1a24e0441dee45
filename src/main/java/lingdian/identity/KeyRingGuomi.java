package lingdian.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;

/**
 * SM4-GCM and HMAC-SM3 by Bouncy Castle.
 *
 * <p>Tink knows neither, so its keysets cannot hold them: the keys are written in the same outline, with their bytes in
 * base64.
 */
final class KeyRingGuomi implements KeyRingSuite {
    private static final int SM4_KEY_BYTES = 16;
    private static final int SM3_KEY_BYTES = 32;
    private static final String PRIMARY = "primaryKeyId";
    private static final String KEYS = "key";
    private static final String NUMBER = "keyId";
    private static final String VALUE = "value";

    @Override
    public String kind(KeyUse use) {
        return use == KeyUse.SEALING ? "SM4-GCM keys" : "HMAC-SM3 keys of 256 bits";
    }

    @Override
    public int keyBytes(KeyUse use) {
        return use == KeyUse.SEALING ? SM4_KEY_BYTES : SM3_KEY_BYTES;
    }

    @Override
    public Aead aead(int number, SecretBytes key) {
        return new VaultSm4Gcm(number, bytes(key));
    }

    @Override
    public Prf prf(int number, SecretBytes key) {
        return new VaultSm3Prf(key);
    }

    @Override
    public JsonNode write(KeyUse use, KeyRingKeys keys) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(PRIMARY, Integer.toUnsignedLong(keys.primary()));
        var list = json.putArray(KEYS);
        keys.byNumber()
                .forEach((number, key) -> list.addObject()
                        .put(NUMBER, Integer.toUnsignedLong(number))
                        .put(VALUE, Base64.getEncoder().encodeToString(bytes(key))));
        return json;
    }

    @Override
    public KeyRingKeys read(KeyUse use, JsonNode json) throws GeneralSecurityException {
        var keys = new LinkedHashMap<Integer, SecretBytes>();
        for (JsonNode key : json.path(KEYS)) {
            if (keys.put(number(key.path(NUMBER)), value(use, key.path(VALUE))) != null) {
                throw new GeneralSecurityException("a number twice");
            }
        }
        return KeyRingKeys.of(number(json.path(PRIMARY)), keys);
    }

    private static int number(JsonNode json) throws GeneralSecurityException {
        if (!json.isIntegralNumber() || json.longValue() <= 0 || json.longValue() > 0xFFFF_FFFFL) {
            throw new GeneralSecurityException("no number of a key");
        }
        return (int) json.longValue();
    }

    private SecretBytes value(KeyUse use, JsonNode json) throws GeneralSecurityException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(json.asText());
        } catch (IllegalArgumentException notBase64) {
            throw new GeneralSecurityException("no base64"); // without the cause, which might quote it
        }
        if (bytes.length != keyBytes(use)) {
            throw new GeneralSecurityException("a key of another length");
        }
        return SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get());
    }

    private static byte[] bytes(SecretBytes key) {
        return key.toByteArray(InsecureSecretKeyAccess.get());
    }
}
