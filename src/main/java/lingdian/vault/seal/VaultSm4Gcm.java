package lingdian.vault.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.Random;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * SM4 (GB/T 32907) in Galois/Counter Mode, as in RFC 8998: a random nonce of 12 bytes, a tag of 16.
 *
 * <p>The layout is that of Tink's AES-GCM: the key's number, the nonce, the ciphertext, the tag. Thread-safe: a cipher
 * is created for each call, because Bouncy Castle's are stateful.
 */
final class VaultSm4Gcm implements Aead {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final byte[] prefix;
    private final byte[] key;

    VaultSm4Gcm(int number, byte[] key) {
        this.prefix = VaultAead.prefix(number);
        this.key = key.clone();
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associated) throws GeneralSecurityException {
        byte[] nonce = Random.randBytes(NONCE_BYTES);
        byte[] sealed = crypt(true, nonce, plaintext, associated);
        return ByteBuffer.allocate(prefix.length + NONCE_BYTES + sealed.length)
                .put(prefix)
                .put(nonce)
                .put(sealed)
                .array();
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associated) throws GeneralSecurityException {
        int sealedFrom = prefix.length + NONCE_BYTES;
        if (ciphertext.length < sealedFrom + TAG_BYTES
                || !Arrays.equals(prefix, Arrays.copyOf(ciphertext, prefix.length))) {
            throw new GeneralSecurityException("not sealed with this key");
        }
        byte[] nonce = Arrays.copyOfRange(ciphertext, prefix.length, sealedFrom);
        return crypt(false, nonce, Arrays.copyOfRange(ciphertext, sealedFrom, ciphertext.length), associated);
    }

    /** Ciphertext and tag of a text, or the reverse. */
    byte[] crypt(boolean encrypt, byte[] nonce, byte[] input, byte[] associated) throws GeneralSecurityException {
        var cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BYTES * Byte.SIZE, nonce, associated));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        int length = cipher.processBytes(input, 0, input.length, output, 0);
        try {
            cipher.doFinal(output, length);
        } catch (InvalidCipherTextException changed) {
            throw new GeneralSecurityException("does not open");
        }
        return output;
    }
}
