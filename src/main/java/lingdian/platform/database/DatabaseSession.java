package lingdian.platform.database;

import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How connections to PostgreSQL are made and called: {@code connect_timeout}, {@code application_name} and {@code
 * keepalives}, as libpq understands them, for both drivers.
 *
 * @param connectTimeoutSeconds of one host; null: not said
 * @param applicationName as {@code pg_stat_activity} shows it; null: not said
 * @param keepsAlive whether {@code keepalives=1} was said: the pools ask silent hosts in any case
 */
record DatabaseSession(
        @Nullable Integer connectTimeoutSeconds, @Nullable String applicationName, boolean keepsAlive) {
    static final List<String> PARAMETERS = List.of("connect_timeout", "application_name", "keepalives");
    static final DatabaseSession UNSAID = new DatabaseSession(null, null, false);

    private static final int CONNECT_TIMEOUT_SECONDS_MAX = 60;
    /** As PostgreSQL cuts names. */
    private static final int NAME_CHARACTERS_MAX = 63;

    private static final int MILLIS = 1_000;

    /**
     * Of the parameters of a database's address.
     *
     * @throws IllegalArgumentException with a message that names the parameter
     */
    static DatabaseSession of(Map<String, String> parameters) {
        return new DatabaseSession(
                connectTimeoutSeconds(parameters.get("connect_timeout")),
                applicationName(parameters.get("application_name")),
                keepsAlive(parameters.get("keepalives")));
    }

    private static @Nullable Integer connectTimeoutSeconds(@Nullable String said) {
        if (said == null) {
            return null;
        }
        int seconds = said.matches("\\d{1,3}") ? Integer.parseInt(said) : 0;
        if (seconds < 1 || seconds > CONNECT_TIMEOUT_SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "connect_timeout of the database address must be seconds from 1 to " + CONNECT_TIMEOUT_SECONDS_MAX);
        }
        return seconds;
    }

    private static @Nullable String applicationName(@Nullable String said) {
        if (said != null && (said.length() > NAME_CHARACTERS_MAX || !said.matches("[\\x20-\\x7e]+"))) {
            throw new IllegalArgumentException("application_name of the database address must be 1 to "
                    + NAME_CHARACTERS_MAX + " visible ASCII characters");
        }
        return said;
    }

    /** A host that vanished must be noticed, so the service cannot do without. */
    private static boolean keepsAlive(@Nullable String said) {
        if (said != null && !said.equals("1")) {
            throw new IllegalArgumentException("keepalives of the database address must be 1");
        }
        return said != null;
    }

    /** For Vert.x's driver. */
    PgConnectOptions applyTo(PgConnectOptions options) {
        return applicationName == null ? options : options.addProperty("application_name", applicationName);
    }

    /** A host that neither refuses nor answers in time is given up. */
    NetClientOptions applyTo(NetClientOptions transport) {
        return connectTimeoutSeconds == null
                ? transport
                : transport.setConnectTimeout(connectTimeoutSeconds * MILLIS).setIdleTimeout(connectTimeoutSeconds);
    }

    /** For PostgreSQL's JDBC driver: the parameters of a URL, by name. */
    Map<String, String> jdbcParameters() {
        var parameters = new TreeMap<String, String>();
        if (applicationName != null) {
            parameters.put("ApplicationName", applicationName);
        }
        if (connectTimeoutSeconds != null) {
            parameters.put("connectTimeout", connectTimeoutSeconds.toString());
        }
        if (keepsAlive) {
            parameters.put("tcpKeepAlive", "true");
        }
        return parameters;
    }
}
