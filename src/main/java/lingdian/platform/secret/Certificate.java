package lingdian.platform.secret;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;
import lingdian.platform.settings.InvalidConfiguration;

/**
 * The server's TLS certificate with its chain, and its private key. Both are read once and checked to belong together,
 * so that a half-written file, or one of another key, is never used.
 */
public final class Certificate {
    private static final int FILE_BYTES_MAX = 1024 * 1024;
    private static final long HANDSHAKE_SECONDS = 20;
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final Buffer chain;
    private final Buffer key;
    private final Instant endsAt;

    private Certificate(Buffer chain, Buffer key, Instant endsAt) {
        this.chain = chain;
        this.key = key;
        this.endsAt = endsAt;
    }

    /**
     * Reads and checks both files. Blocks.
     *
     * @throws InvalidConfiguration with one line that names the file, and nothing of its content
     */
    public static Certificate load(Vertx vertx, Path chain, Path key) {
        Buffer chainPem = read("tls.certificate", chain);
        Buffer keyPem = readSecret("tls.privateKey", key);
        try {
            X509Certificate certificate = proved(vertx, pem(chainPem, keyPem));
            return new Certificate(chainPem, keyPem, certificate.getNotAfter().toInstant());
        } catch (Exception wrong) { // its many kinds may quote parts of the key
            throw new InvalidConfiguration(
                    List.of("tls: " + chain + " and " + key + " must be a certificate and its private key, in PEM"));
        }
    }

    /** The end of its validity. */
    public Instant endsAt() {
        return endsAt;
    }

    /** Whether {@code other} is the same certificate with the same key. */
    public boolean isSame(Certificate other) {
        return chain.equals(other.chain) && key.equals(other.key);
    }

    /** The options for a server that is already listening. */
    ServerSSLOptions renewed() {
        return configure(new HttpServerOptions()).getSslOptions();
    }

    /** Configures a new server: TLS 1.2 and 1.3, and only HTTP/1.1. */
    HttpServerOptions configure(HttpServerOptions options) {
        return options.setSsl(true)
                .setKeyCertOptions(pem(chain, key))
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return "Certificate[" + endsAt + "]";
    }

    private static PemKeyCertOptions pem(Buffer chain, Buffer key) {
        return new PemKeyCertOptions().setCertValue(chain).setKeyValue(key);
    }

    private static X509Certificate proved(Vertx vertx, PemKeyCertOptions pem) throws Exception {
        var manager = (X509KeyManager) pem.getKeyManagerFactory(vertx).getKeyManagers()[0];
        for (String type : List.of("EC", "RSA", "EdDSA", "Ed25519")) {
            String[] aliases = manager.getServerAliases(type, null);
            if (aliases != null && aliases.length > 0) {
                X509Certificate certificate = manager.getCertificateChain(aliases[0])[0];
                prove(certificate, manager.getPrivateKey(aliases[0]));
                return certificate;
            }
        }
        throw new GeneralSecurityException("not a key of a known type");
    }

    /** Checks that the certificate verifies a signature of the key. */
    private static void prove(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(text);
        if (!verifying.verify(signature)) {
            throw new GeneralSecurityException("the key belongs to another certificate");
        }
    }

    private static Buffer readSecret(String name, Path file) {
        Buffer content = read(name, file);
        try {
            SecretFile.fault(file).ifPresent(fault -> {
                throw new InvalidConfiguration(List.of(name + ": " + file + " " + fault));
            });
        } catch (IOException gone) {
            throw new InvalidConfiguration(List.of(name + ": " + file + " cannot be read"));
        }
        return content;
    }

    private static Buffer read(String name, Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new InvalidConfiguration(List.of(name + ": " + file + " is too large"));
            }
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new InvalidConfiguration(List.of(name + ": " + file + " cannot be read"));
        }
    }
}
