package lingdian.platform;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The address and credentials of a PostgreSQL database.
 *
 * <p>Parsed from {@code postgresql://user:password@host:5432/name?sslmode=verify-full&sslrootcert=FILE}, percent-encoded
 * where needed.
 */
public record DatabaseAddress(String host, int port, String name, String user, String password, DatabaseTls tls) {
    /** The schema that holds everything of Lingdian. */
    public static final String SCHEMA = "lingdian";

    /** An address whose TLS is not said. */
    public DatabaseAddress(String host, int port, String name, String user, String password) {
        this(host, port, name, user, password, DatabaseTls.UNSAID);
    }

    /** @throws IllegalArgumentException with a message that names what is wrong, never the password */
    public static DatabaseAddress parse(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "the database address is not a URL: postgresql://user:password@host:5432/name");
        }
        String scheme = uri.getScheme();
        if (!"postgresql".equals(scheme) && !"postgres".equals(scheme)) {
            throw new IllegalArgumentException("the database address must begin with postgresql://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the database address has no host");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (path.length() < 2) {
            throw new IllegalArgumentException("the database address has no database name after the host");
        }
        String[] userInfo = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
        if (userInfo[0].isEmpty()) {
            throw new IllegalArgumentException("the database address has no user");
        }
        return new DatabaseAddress(
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                decode(path.substring(1)),
                decode(userInfo[0]),
                userInfo.length > 1 ? decode(userInfo[1]) : "",
                DatabaseTls.of(parameters(uri.getRawQuery())));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (String parameter : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            if (parts.length < 2 || parameters.put(decode(parts[0]), decode(parts[1])) != null) {
                throw new IllegalArgumentException(
                        "the parameters of the database address must be name=value, each name once");
            }
        }
        return parameters;
    }

    /** The address for JDBC, without the credentials. */
    public String jdbcUrl() {
        String parameters = tls.jdbcParameters();
        return "jdbc:postgresql://" + host + ":" + port + "/" + name + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    /** Likewise, for work with the tables of {@link #SCHEMA}. */
    public String jdbcUrlOfSchema() {
        return jdbcUrl() + (tls.jdbcParameters().isEmpty() ? "?" : "&") + "currentSchema=" + SCHEMA;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + name; // never the password
    }
}
