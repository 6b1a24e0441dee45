package lingdian.platform;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether connections to PostgreSQL are encrypted, and how the server's certificate is checked: {@code sslmode} and
 * {@code sslrootcert}, as libpq understands them, for both drivers.
 *
 * @param mode null: not said; the pools connect without TLS
 * @param rootCertificates a file of PEM certificates; null: the certificate is not checked
 */
record DatabaseTls(@Nullable SslMode mode, @Nullable Path rootCertificates) {
    static final DatabaseTls UNSAID = new DatabaseTls(null, null);

    private static final String MODE = "sslmode";
    private static final String ROOT_CERTIFICATES = "sslrootcert";

    /**
     * Of the parameters of a database's address.
     *
     * @throws IllegalArgumentException with a message that names the parameter
     */
    static DatabaseTls of(Map<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!name.equals(MODE) && !name.equals(ROOT_CERTIFICATES)) {
                throw new IllegalArgumentException("the database address has the unknown parameter " + name
                        + "; known are " + MODE + ", " + ROOT_CERTIFICATES + " and target_session_attrs");
            }
        }
        String file = parameters.get(ROOT_CERTIFICATES);
        return checked(mode(parameters.get(MODE)), file == null ? null : Path.of(file));
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

    private static DatabaseTls checked(@Nullable SslMode mode, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new IllegalArgumentException(ROOT_CERTIFICATES + " of the database address cannot be read: " + file);
        }
        boolean verifies = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        if (mode != null && verifies && file == null) {
            throw new IllegalArgumentException(
                    MODE + "=" + mode.value + " of the database address needs " + ROOT_CERTIFICATES + "=FILE");
        }
        if (file != null && !verifies && mode != SslMode.REQUIRE) {
            throw new IllegalArgumentException(ROOT_CERTIFICATES
                    + " of the database address checks nothing without sslmode=verify-full, verify-ca or require");
        }
        // As in libpq, which checks the certificate where it has one to check it by.
        return new DatabaseTls(mode == SslMode.REQUIRE && file != null ? SslMode.VERIFY_CA : mode, file);
    }

    /** For Vert.x's driver. */
    PgConnectOptions applyTo(PgConnectOptions options) {
        if (mode == null || mode == SslMode.DISABLE) {
            return options;
        }
        var ssl = new ClientSSLOptions();
        if (rootCertificates == null) {
            ssl.setTrustAll(true);
        } else {
            ssl.setTrustOptions(new PemTrustOptions().addCertPath(rootCertificates.toString()));
        }
        ssl.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        return options.setSslMode(mode).setSslOptions(ssl);
    }

    /** For PostgreSQL's JDBC driver: the parameters of a URL, by name. */
    String jdbcParameters() {
        if (mode == null) {
            return "";
        }
        String said = MODE + "=" + mode.value;
        return rootCertificates == null
                ? said
                : said + "&" + ROOT_CERTIFICATES + "="
                        + URLEncoder.encode(rootCertificates.toString(), StandardCharsets.UTF_8);
    }
}
