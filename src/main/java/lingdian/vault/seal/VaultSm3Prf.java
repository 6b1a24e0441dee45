package lingdian.vault.seal;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HMAC (RFC 2104) with SM3 (GB/T 32905). Thread-safe: a hash is created for each call, because it is stateful. */
final class VaultSm3Prf implements Prf {
    private static final int OUTPUT_BYTES = 32;

    private final SecretBytes key;

    VaultSm3Prf(SecretBytes key) {
        this.key = key;
    }

    @Override
    public byte[] compute(byte[] input, int outputBytes) throws GeneralSecurityException {
        if (outputBytes > OUTPUT_BYTES) {
            throw new GeneralSecurityException("at most 32 bytes");
        }
        var hmac = new HMac(new SM3Digest());
        hmac.init(new KeyParameter(key.toByteArray(InsecureSecretKeyAccess.get())));
        hmac.update(input, 0, input.length);
        byte[] output = new byte[OUTPUT_BYTES];
        hmac.doFinal(output, 0);
        return Arrays.copyOf(output, outputBytes);
    }
}
