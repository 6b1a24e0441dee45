package lingdian.vault.seal;

import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The keys of one use, oldest first, by their numbers. The primary key makes new ciphertexts and hashes; all of them
 * open and compare.
 *
 * @param primary the number of the key in use
 */
public record KeyRingKeys(int primary, SequencedMap<Integer, SecretBytes> byNumber) {
    public KeyRingKeys {
        byNumber = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byNumber));
    }

    /** Validates keys read from a file. */
    static KeyRingKeys of(int primary, SequencedMap<Integer, SecretBytes> byNumber) throws GeneralSecurityException {
        if (!byNumber.containsKey(primary)) {
            throw new GeneralSecurityException("no primary key");
        }
        return new KeyRingKeys(primary, byNumber);
    }

    static KeyRingKeys single(int number, SecretBytes key) {
        var keys = new LinkedHashMap<Integer, SecretBytes>();
        keys.put(number, key);
        return new KeyRingKeys(number, keys);
    }

    public boolean has(int number) {
        return byNumber.containsKey(number);
    }

    int newest() {
        return byNumber.lastEntry().getKey();
    }

    KeyRingKeys with(int number, SecretBytes key) {
        var keys = new LinkedHashMap<>(byNumber);
        keys.put(number, key);
        return new KeyRingKeys(primary, keys);
    }

    KeyRingKeys promoted(int number) {
        return new KeyRingKeys(number, byNumber);
    }

    KeyRingKeys without(int number) {
        var keys = new LinkedHashMap<>(byNumber);
        keys.remove(number);
        return new KeyRingKeys(primary, keys);
    }

    @Override
    public String toString() {
        return "KeyRingKeys"; // never a key
    }
}
