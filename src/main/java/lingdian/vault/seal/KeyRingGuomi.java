package lingdian.vault.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Map;

/**
 * SM4-GCM, HMAC-SM3 and SM2 by Bouncy Castle.
 *
 * <p>Tink supports none of them, so its keysets cannot hold them: the keys are written in a similar structure, with
 * their bytes in base64.
 */
final class KeyRingGuomi implements KeyRingSuite {
    private static final int SM4_KEY_BYTES = 16;
    private static final int OTHER_KEY_BYTES = 32;

    @Override
    public String kind(KeyUse use) {
        return switch (use) {
            case SEALING -> "SM4-GCM keys";
            case SIGNING -> "SM2 keys";
            case PERSON_TOKENS, CONTENT_MACS, PERSON_REFS -> "HMAC-SM3 keys of 256 bits";
        };
    }

    @Override
    public int keyBytes(KeyUse use) {
        return use == KeyUse.SEALING ? SM4_KEY_BYTES : OTHER_KEY_BYTES;
    }

    @Override
    public Aead aead(int number, SecretBytes key) {
        return new VaultSm4Gcm(number, KeyRingOutline.bytes(key));
    }

    @Override
    public Prf prf(int number, SecretBytes key) {
        return new VaultSm3Prf(key);
    }

    @Override
    public VaultSigner signer(int number, SecretBytes key) throws GeneralSecurityException {
        return VaultSigner.sm2(number, key);
    }

    @Override
    public JsonNode write(KeyUse use, KeyRingKeys keys) {
        return KeyRingOutline.write(keys);
    }

    @Override
    public KeyRingKeys read(KeyUse use, JsonNode json) throws GeneralSecurityException {
        KeyRingKeys keys = KeyRingOutline.read(keyBytes(use), json);
        if (use == KeyUse.SIGNING) {
            for (Map.Entry<Integer, SecretBytes> key : keys.byNumber().entrySet()) {
                signer(key.getKey(), key.getValue()); // not every number of 256 bits is a key
            }
        }
        return keys;
    }
}
