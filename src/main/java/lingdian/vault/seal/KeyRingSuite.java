package lingdian.vault.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/**
 * The algorithms of a suite, and how its keys are written down.
 *
 * <p>Everything above works on Tink's two small interfaces, so it cannot tell one suite from another.
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

    /** @throws GeneralSecurityException where the JSON holds other than enabled keys of the right kind, one of them primary */
    KeyRingKeys read(KeyUse use, JsonNode json) throws GeneralSecurityException;
}
