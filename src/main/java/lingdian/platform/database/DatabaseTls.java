package lingdian.platform.database;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import lingdian.platform.secret.PemKey;
import org.jspecify.annotations.Nullable;

/**
 * Whether connections to PostgreSQL are encrypted, how the server's certificate is checked, and which certificate the
 * service shows: {@code sslmode}, {@code sslrootcert}, {@code sslcert} and {@code sslkey}, as libpq understands them, for both
 * drivers.
 *
 * @param mode null: not said; the pools connect without TLS
 * @param root null: the server's certificate is not checked
 * @param client null: the service shows none
 */
record DatabaseTls(
        @Nullable SslMode mode,
        @Nullable Root root,
        @Nullable ClientKey client) {
    static final DatabaseTls UNSAID = new DatabaseTls(null, null, null);

    private static final String MODE = "sslmode";
    private static final String ROOT_CERTIFICATES = "sslrootcert";
    private static final String CERTIFICATE = "sslcert";
    private static final String KEY = "sslkey";
    static final List<String> PARAMETERS = List.of(MODE, ROOT_CERTIFICATES, CERTIFICATE, KEY);

    /** As libpq spells it: a file of this name is {@code ./system}. */
    private static final String SYSTEM = "system";

    /** What the server's certificate is checked by. @param file of PEM certificates; null: the authorities that Java knows */
    record Root(@Nullable Path file) {
        private static Root of(String said) {
            if (said.equals(SYSTEM)) {
                return new Root(null);
            }
            return new Root(readable(ROOT_CERTIFICATES, said));
        }

        private TrustOptions trust() {
            return file == null ? ofJava() : new PemTrustOptions().addCertPath(file.toString());
        }

        /** Vert.x takes none for what Java trusts, but not for a mode that verifies. */
        private static TrustOptions ofJava() {
            try {
                var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                managers.init((KeyStore) null);
                return TrustOptions.wrap(managers.getTrustManagers()[0]);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /**
     * The service's own certificate and key.
     *
     * @param certificate a file of PEM
     * @param key likewise, PKCS #8 without a password
     * @param algorithm of the key, as Java names it
     */
    record ClientKey(Path certificate, Path key, String algorithm) {}

    /**
     * Of the parameters of a database's address.
     *
     * @throws IllegalArgumentException with a message that names the parameter
     */
    static DatabaseTls of(Map<String, String> parameters) {
        SslMode said = mode(parameters.get(MODE));
        String rootSaid = parameters.get(ROOT_CERTIFICATES);
        Root root = rootSaid == null ? null : Root.of(rootSaid);
        SslMode mode = checked(said, root);
        ClientKey client = client(parameters.get(CERTIFICATE), parameters.get(KEY));
        if (client != null && !encrypts(mode)) {
            throw new IllegalArgumentException(
                    CERTIFICATE + " of the database address needs sslmode=verify-full, verify-ca or require");
        }
        if (client != null && root != null && root.file() == null) {
            throw new IllegalArgumentException(
                    CERTIFICATE + " of the database address needs " + ROOT_CERTIFICATES + "=FILE, not " + SYSTEM);
        }
        return new DatabaseTls(mode, root, client);
    }

    private static @Nullable SslMode mode(@Nullable String said) {
        for (SslMode mode : SslMode.values()) {
            if (said != null && mode.value.equals(said)) {
                return mode;
            }
        }
        if (said != null) {
            throw new IllegalArgumentException(MODE + " of the database address must be one of "
                    + Stream.of(SslMode.values()).map(mode -> mode.value).collect(Collectors.joining(", ")));
        }
        return null;
    }

    private static Path readable(String parameter, String said) {
        Path file = Path.of(said);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(parameter + " of the database address cannot be read: " + file);
        }
        return file;
    }

    /** The mode that connections have. As in libpq, {@code require} checks a certificate where it has one to check it by. */
    private static @Nullable SslMode checked(@Nullable SslMode mode, @Nullable Root root) {
        if (root != null && root.file() == null) {
            return ofSystem(mode);
        }
        if (mode != null && verifies(mode) && root == null) {
            throw new IllegalArgumentException(
                    MODE + "=" + mode.value + " of the database address needs " + ROOT_CERTIFICATES + "=FILE");
        }
        if (root != null && !encrypts(mode)) {
            throw new IllegalArgumentException(ROOT_CERTIFICATES
                    + " of the database address checks nothing without sslmode=verify-full, verify-ca or require");
        }
        return mode == SslMode.REQUIRE && root != null ? SslMode.VERIFY_CA : mode;
    }

    /** Whoever has a certificate of a public authority is not yet this server, so the name is checked in any case. */
    private static SslMode ofSystem(@Nullable SslMode mode) {
        if (mode != null && mode != SslMode.VERIFY_FULL) {
            throw new IllegalArgumentException(
                    ROOT_CERTIFICATES + "=" + SYSTEM + " of the database address needs sslmode=verify-full");
        }
        return SslMode.VERIFY_FULL;
    }

    private static boolean verifies(@Nullable SslMode mode) {
        return mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    }

    private static boolean encrypts(@Nullable SslMode mode) {
        return verifies(mode) || mode == SslMode.REQUIRE;
    }

    private static @Nullable ClientKey client(@Nullable String certificate, @Nullable String key) {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("the database address needs both " + CERTIFICATE + " and " + KEY);
        }
        Path file = readable(KEY, key);
        return new ClientKey(readable(CERTIFICATE, certificate), file, PemKey.algorithm(KEY, file));
    }

    /** For Vert.x's driver. */
    PgConnectOptions applyTo(PgConnectOptions options) {
        if (mode == null || mode == SslMode.DISABLE) {
            return options;
        }
        var ssl = new ClientSSLOptions();
        if (root == null) {
            ssl.setTrustAll(true);
        } else {
            ssl.setTrustOptions(root.trust());
        }
        if (client != null) {
            ssl.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(client.certificate().toString())
                    .addKeyPath(client.key().toString()));
        }
        ssl.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        return options.setSslMode(mode).setSslOptions(ssl);
    }

    /** For PostgreSQL's JDBC driver: the parameters of a URL, by name. */
    Map<String, String> jdbcParameters() {
        var parameters = new LinkedHashMap<String, String>();
        if (mode != null) {
            parameters.put(MODE, mode.value);
        }
        if (root != null && root.file() != null) {
            parameters.put(ROOT_CERTIFICATES, root.file().toString());
        } else if (root != null) {
            parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        if (client != null) {
            parameters.put(CERTIFICATE, client.certificate().toString());
            parameters.put(KEY, client.key().toString());
            parameters.put("pemKeyAlgorithm", client.algorithm());
        }
        return parameters;
    }
}
