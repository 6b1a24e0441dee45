import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Writes the SHA-256 sums of files in the form of {@code sha256sum}, and signs them if a key is given. The build runs it
 * from its source, after the jar is made.
 *
 * <p>Arguments: the file of sums, then the files. Those from elsewhere are copied beside the sums, for {@code sha256sum
 * --check}. The property {@code lingdian.signingKey} names the key's file, and is empty in a build that is no release.
 */
final class ReleaseSums {
    private ReleaseSums() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path sums = Path.of(arguments[0]).toAbsolutePath();
        var lines = new StringBuilder();
        for (int i = 1; i < arguments.length; i++) {
            Path file = beside(sums, Path.of(arguments[i]).toAbsolutePath());
            lines.append(sum(file)).append("  ").append(file.getFileName()).append('\n');
        }
        Files.writeString(sums, lines);
        Path signature = sums.resolveSibling(sums.getFileName() + ".sig");
        Files.deleteIfExists(signature); // an earlier build's, of other sums
        String key = System.getProperty("lingdian.signingKey", "");
        if (!key.isEmpty()) {
            Files.write(signature, signed(key(Path.of(key)), Files.readAllBytes(sums)));
        }
    }

    private static Path beside(Path sums, Path file) throws IOException {
        Path there = sums.resolveSibling(file.getFileName());
        return there.equals(file) ? file : Files.copy(file, there, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sum(Path file) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    }

    private static byte[] signed(PrivateKey key, byte[] text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }

    /** Reads what {@code openssl genpkey -algorithm ed25519} writes: PKCS #8 in PEM, without a passphrase. */
    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }
}
