package lingdian.vault.seal;

import com.google.crypto.tink.Aead;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Seals with the primary key, opens with the key that a ciphertext names.
 *
 * <p>A ciphertext begins with a byte 1 and the key's number in four, like Tink's, so no key need be tried, and a
 * retired key can be distinguished from an altered text.
 */
public final class VaultAead implements Aead {
    private static final byte TINK = 1;
    private static final int PREFIX_BYTES = 1 + Integer.BYTES;

    private final Aead primary;
    private final Map<Integer, Aead> byNumber;

    VaultAead(Aead primary, Map<Integer, Aead> byNumber) {
        this.primary = primary;
        this.byNumber = byNumber;
    }

    public static byte[] prefix(int number) {
        return ByteBuffer.allocate(PREFIX_BYTES).put(TINK).putInt(number).array();
    }

    /** The number of the key that a ciphertext names; empty if it names none. */
    public static OptionalInt number(byte[] ciphertext) {
        return ciphertext.length < PREFIX_BYTES || ciphertext[0] != TINK
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(ciphertext).getInt(1));
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associated) throws GeneralSecurityException {
        return primary.encrypt(plaintext, associated);
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associated) throws GeneralSecurityException {
        OptionalInt number = number(ciphertext);
        Aead key = number.isPresent() ? byNumber.get(number.getAsInt()) : null;
        if (key == null) {
            throw new GeneralSecurityException("not sealed with a key of this ring");
        }
        return key.decrypt(ciphertext, associated);
    }
}
