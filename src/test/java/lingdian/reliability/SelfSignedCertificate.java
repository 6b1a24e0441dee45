package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A self-signed certificate for this machine and its key, as two PEM files. */
public record SelfSignedCertificate(Path chain, Path key, X509Certificate certificate) {
    private static final char[] PASSWORD = "of-the-test".toCharArray();

    /** @param name the name of the files in {@code directory} */
    public static SelfSignedCertificate create(Path directory, String name, int days) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        Integer.toString(days),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Certificate certificate = keys.getCertificate("it");
        Path key = write(
                directory.resolve(name + "-key.pem"),
                "PRIVATE KEY",
                keys.getKey("it", PASSWORD).getEncoded());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new SelfSignedCertificate(
                write(directory.resolve(name + ".pem"), "CERTIFICATE", certificate.getEncoded()), key, (X509Certificate)
                        certificate);
    }

    /** Replaces another certificate's files like a renewal: each file as a whole, one after the other. */
    void over(SelfSignedCertificate other) throws Exception {
        Files.copy(key, other.key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(chain, other.chain, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path write(Path file, String what, byte[] bytes) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
