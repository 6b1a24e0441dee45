package lingdian.platform.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in a file of PEM. */
public final class PemKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC");
    private static final int BYTES_MAX = 64 * 1024;

    private PemKey() {}

    /**
     * The key's algorithm, as Java names it.
     *
     * @throws IllegalArgumentException if the file holds no such key, with a message that names the parameter
     */
    public static String algorithm(String parameter, Path file) {
        try {
            if (Files.size(file) <= BYTES_MAX) {
                Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
                if (pem.find()) {
                    return algorithm(Base64.getMimeDecoder().decode(pem.group(1)));
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException notOne) {
            // reported below
        }
        throw new IllegalArgumentException(parameter + " of the database address must be a PEM file of PKCS #8 (BEGIN"
                + " PRIVATE KEY), RSA or EC, without a password: " + file);
    }

    private static String algorithm(byte[] encoded) throws GeneralSecurityException {
        try {
            for (String algorithm : ALGORITHMS) {
                if (isOf(algorithm, encoded)) {
                    return algorithm;
                }
            }
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        throw new GeneralSecurityException("another algorithm");
    }

    private static boolean isOf(String algorithm, byte[] encoded) throws GeneralSecurityException {
        try {
            KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return true;
        } catch (InvalidKeySpecException another) {
            return false;
        }
    }
}
