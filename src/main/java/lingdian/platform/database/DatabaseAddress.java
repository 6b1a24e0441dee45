package lingdian.platform.database;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address and credentials of a PostgreSQL database.
 *
 * <p>Parsed from {@code postgresql://user:password@h1:5432,h2:5432/name?sslmode=verify-full&sslrootcert=FILE}, as libpq reads
 * it, percent-encoded where needed. Of several hosts the one that accepts writes is used ({@link WritableHost}).
 */
public record DatabaseAddress(
        List<Host> hosts, String name, String user, String password, DatabaseTls tls, DatabaseSession session) {
    /** The schema that holds everything of Lingdian. */
    public static final String SCHEMA = "lingdian";

    private static final Pattern URL =
            Pattern.compile("postgres(?:ql)?://(?:([^@/?]*)@)?([^@/?]*)(?:/([^?]*))?(?:\\?(.*))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[\\w.-]+)(?::(\\d{1,5}))?");
    private static final int HOSTS_MAX = 16;
    private static final int STANDARD_PORT = 5432;
    private static final int PORT_MAX = 65_535;
    private static final String WANTED_HOST = "target_session_attrs";

    /** One machine of a database's cluster. @param name or IP address, without brackets */
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
        }
    }

    public DatabaseAddress {
        hosts = List.copyOf(hosts);
    }

    /** An address of one host without parameters. */
    public DatabaseAddress(String host, int port, String name, String user, String password) {
        this(List.of(new Host(host, port)), name, user, password, DatabaseTls.UNSAID, DatabaseSession.UNSAID);
    }

    /** @throws IllegalArgumentException with a message that names what is wrong, never the password */
    public static DatabaseAddress parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "the database address is not a URL: postgresql://user:password@host:5432/name");
        }
        if (parts.group(2).isEmpty()) {
            throw new IllegalArgumentException("the database address has no host");
        }
        if (parts.group(3) == null || parts.group(3).isEmpty()) {
            throw new IllegalArgumentException("the database address has no database name after the host");
        }
        String[] userInfo = (parts.group(1) == null ? "" : parts.group(1)).split(":", 2);
        if (userInfo[0].isEmpty()) {
            throw new IllegalArgumentException("the database address has no user");
        }
        Map<String, String> parameters = parameters(parts.group(4) == null ? "" : parts.group(4));
        requireKnown(parameters.keySet());
        requireWritable(parameters.get(WANTED_HOST));
        return new DatabaseAddress(
                hosts(parts.group(2)),
                decode(parts.group(3)),
                decode(userInfo[0]),
                userInfo.length > 1 ? decode(userInfo[1]) : "",
                DatabaseTls.of(parameters),
                DatabaseSession.of(parameters));
    }

    /** One that is passed over would not do what it was written for. */
    private static void requireKnown(Set<String> names) {
        Set<String> known = Stream.of(DatabaseTls.PARAMETERS, DatabaseSession.PARAMETERS, List.of(WANTED_HOST))
                .flatMap(List::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the database address has the unknown parameter " + name
                        + "; known are " + String.join(", ", known));
            }
        }
    }

    private static List<Host> hosts(String text) {
        String[] hosts = text.split(",", -1);
        if (hosts.length > HOSTS_MAX) {
            throw new IllegalArgumentException("the database address has more than " + HOSTS_MAX + " hosts");
        }
        return Arrays.stream(hosts).map(DatabaseAddress::host).toList();
    }

    private static Host host(String text) {
        Matcher parts = HOST.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the hosts of the database address must be host:port,host:port");
        }
        int port = parts.group(2) == null ? STANDARD_PORT : Integer.parseInt(parts.group(2));
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port of the database address is not from 1 to " + PORT_MAX);
        }
        String name = parts.group(1);
        return new Host(name.startsWith("[") ? name.substring(1, name.length() - 1) : name, port);
    }

    /** The service always works on a host that accepts writes, whatever the order: what else is asked for cannot be had. */
    private static void requireWritable(@Nullable String wanted) {
        if (wanted != null && !List.of("read-write", "primary").contains(wanted)) {
            throw new IllegalArgumentException(WANTED_HOST + " of the database address must be read-write or primary");
        }
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            if (parts.length < 2 || parameters.put(decode(parts[0]), decode(parts[1])) != null) {
                throw new IllegalArgumentException(
                        "the parameters of the database address must be name=value, each name once");
            }
        }
        return parameters;
    }

    /** The first host's name. */
    public String host() {
        return hosts.getFirst().name();
    }

    /** The first host's port. */
    public int port() {
        return hosts.getFirst().port();
    }

    /** The address for JDBC, without the credentials. */
    public String jdbcUrl() {
        String parameters = jdbcParameters();
        return "jdbc:postgresql://" + hostList() + "/" + name + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    /** Likewise, for work with the tables of {@link #SCHEMA}. */
    public String jdbcUrlOfSchema() {
        return jdbcUrl() + (jdbcParameters().isEmpty() ? "?" : "&") + "currentSchema=" + SCHEMA;
    }

    private String jdbcParameters() {
        var parameters = new LinkedHashMap<String, String>();
        if (hosts.size() > 1) {
            parameters.put("targetServerType", "primary");
            parameters.put(
                    "hostRecheckSeconds", "0"); // else the driver holds an old primary for the primary for ten seconds
        }
        parameters.putAll(tls.jdbcParameters());
        parameters.putAll(session.jdbcParameters());
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private String hostList() {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + hostList() + "/" + name; // never the password
    }
}
