package lingdian.vault.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * The public half of a signing key in the usual encoding: a SubjectPublicKeyInfo (X.509), Ed25519 or SM2.
 *
 * <p>Identified by its fingerprint, the SHA-256 of that encoding, which people can read to each other.
 */
public final class PublicKey {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int LINE = 64;
    private static final int BYTES_MAX = 200;

    /** The signature algorithm. A signature of either is 64 bytes. */
    public enum Algorithm {
        /** RFC 8032. */
        ED25519("Ed25519"),
        /** GB/T 32918.2 with SM3 and the usual identifier 1234567812345678; r and s as 32 bytes each. */
        SM2("SM2");

        private final String word;

        Algorithm(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    private final byte[] encoded;
    private final Algorithm algorithm;
    private final AsymmetricKeyParameter parameters;

    private PublicKey(byte[] encoded, Algorithm algorithm, AsymmetricKeyParameter parameters) {
        this.encoded = encoded;
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    /**
     * @throws IllegalArgumentException if the bytes are not a public key of these algorithms in its canonical encoding
     */
    public static PublicKey of(byte[] encoded) {
        if (encoded.length > BYTES_MAX) {
            throw new IllegalArgumentException("too long for a public key");
        }
        try {
            SubjectPublicKeyInfo outline = SubjectPublicKeyInfo.getInstance(encoded);
            AsymmetricKeyParameter parameters = PublicKeyFactory.createKey(outline);
            if (!Arrays.equals(encoded, outline.getEncoded("DER"))) {
                throw new IllegalArgumentException("not in DER");
            }
            return new PublicKey(encoded.clone(), algorithm(outline, parameters), parameters);
        } catch (IOException | RuntimeException malformed) {
            throw new IllegalArgumentException("not an Ed25519 or SM2 public key", malformed);
        }
    }

    /** Empty where the bytes are no such key: the row may be of somebody with the database's login. */
    public static Optional<PublicKey> find(byte[] encoded) {
        try {
            return Optional.of(of(encoded));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Reads PEM. */
    public static PublicKey ofPem(String pem) {
        String text = pem.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            throw new IllegalArgumentException("not a PEM public key");
        }
        String base64 = text.substring(BEGIN.length(), text.length() - END.length());
        return of(Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII)));
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    public byte[] encoded() {
        return encoded.clone();
    }

    public String pem() {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(encoded);
        return BEGIN + "\n" + base64 + "\n" + END + "\n";
    }

    /** 64 hexadecimal characters. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether {@code signature} is a signature of {@code message} by this key. */
    public boolean verifies(byte[] message, byte[] signature) {
        Signer signer = signer();
        signer.init(false, parameters);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return algorithm + " " + fingerprint();
    }

    private Signer signer() {
        return switch (algorithm) {
            case ED25519 -> new Ed25519Signer();
            case SM2 -> new SM2Signer(PlainDSAEncoding.INSTANCE);
        };
    }

    private static Algorithm algorithm(SubjectPublicKeyInfo outline, AsymmetricKeyParameter parameters) {
        if (parameters instanceof Ed25519PublicKeyParameters) {
            return Algorithm.ED25519;
        }
        boolean sm2 = parameters instanceof ECPublicKeyParameters
                && GMObjectIdentifiers.sm2p256v1.equals(outline.getAlgorithm().getParameters());
        if (!sm2) {
            throw new IllegalArgumentException("neither Ed25519 nor SM2");
        }
        return Algorithm.SM2;
    }
}
