package lingdian.vault.seal;

import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * Signs with one key of the ring. Thread-safe: a signer is created for each signature, because Bouncy Castle's are
 * stateful.
 */
final class VaultSigner {
    private static final X9ECParameters CURVE = GMNamedCurves.getByOID(GMObjectIdentifiers.sm2p256v1);
    private static final ECNamedDomainParameters SM2 =
            new ECNamedDomainParameters(GMObjectIdentifiers.sm2p256v1, CURVE);

    private final int number;
    private final CipherParameters secret;
    private final PublicKey publicKey;
    private final Supplier<Signer> signers;

    private VaultSigner(int number, CipherParameters secret, PublicKey publicKey, Supplier<Signer> signers) {
        this.number = number;
        this.secret = secret;
        this.publicKey = publicKey;
        this.signers = signers;
    }

    static VaultSigner ed25519(int number, SecretBytes seed) {
        var secret = new Ed25519PrivateKeyParameters(KeyRingOutline.bytes(seed), 0);
        return new VaultSigner(number, secret, publicKey(secret.generatePublicKey()), Ed25519Signer::new);
    }

    /** @throws GeneralSecurityException if the number is not in the range of 1 to the group's order less 2 */
    static VaultSigner sm2(int number, SecretBytes scalar) throws GeneralSecurityException {
        var value = new BigInteger(1, KeyRingOutline.bytes(scalar));
        if (value.signum() == 0 || value.compareTo(SM2.getN().subtract(BigInteger.ONE)) >= 0) {
            throw new GeneralSecurityException("not an SM2 key");
        }
        var secret = new ECPrivateKeyParameters(value, SM2);
        var point = new ECPublicKeyParameters(SM2.getG().multiply(value).normalize(), SM2);
        return new VaultSigner(number, secret, publicKey(point), () -> new SM2Signer(PlainDSAEncoding.INSTANCE));
    }

    PublicKey publicKey() {
        return publicKey;
    }

    KeySignature sign(byte[] message) {
        Signer signer = signers.get();
        signer.init(true, secret);
        signer.update(message, 0, message.length);
        try {
            return new KeySignature(Integer.toUnsignedLong(number), publicKey, signer.generateSignature());
        } catch (CryptoException impossible) {
            throw new IllegalStateException("a text cannot be signed", impossible);
        }
    }

    private static PublicKey publicKey(AsymmetricKeyParameter point) {
        try {
            return PublicKey.of(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(point)
                    .getEncoded("DER"));
        } catch (IOException impossible) {
            throw new IllegalStateException("a public key cannot be encoded", impossible);
        }
    }
}
