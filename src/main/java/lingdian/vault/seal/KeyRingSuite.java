package lingdian.vault.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/**
 * The algorithms of a suite, and the file format of its keys.
 *
 * <p>The layers above use Tink's two small interfaces, so they are independent of the suite.
 */
interface KeyRingSuite {
    /** The kind of keys for a use, for the operator. */
    String kind(KeyUse use);

    int keyBytes(KeyUse use);

    /** Seals with one key; the ciphertext begins with {@link VaultAead#prefix the key's number}. */
    Aead aead(int number, SecretBytes key) throws GeneralSecurityException;

    Prf prf(int number, SecretBytes key) throws GeneralSecurityException;

    VaultSigner signer(int number, SecretBytes key) throws GeneralSecurityException;

    JsonNode write(KeyUse use, KeyRingKeys keys) throws GeneralSecurityException;

    /**
     * @throws GeneralSecurityException if the JSON holds anything but enabled keys of the right kind, one of them
     *     primary
     */
    KeyRingKeys read(KeyUse use, JsonNode json) throws GeneralSecurityException;
}
