package lingdian.platform;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The address and credentials of a PostgreSQL database.
 *
 * <p>Parsed from {@code postgresql://user:password@host:5432/name}, percent-encoded where needed.
 */
public record DatabaseAddress(String host, int port, String name, String user, String password) {
    /** The schema that holds everything of Lingdian. */
    public static final String SCHEMA = "lingdian";

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
                userInfo.length > 1 ? decode(userInfo[1]) : "");
    }

    /** The address for JDBC, without the credentials. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + name; // never the password
    }
}
