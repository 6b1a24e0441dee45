package lingdian.command;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.PublicRights;
import org.postgresql.util.PasswordUtil;

/**
 * The PostgreSQL roles with which a Grafana sees one region and authority. Their names are their scope: the views of {@code reporting}
 * read it from them (grafana.md#one-region-and-authority). The database user who makes them needs no right to the service's tables,
 * only what {@link #missingToMake} names. Blocking.
 */
final class GrafanaRoleStore implements AutoCloseable {
    private static final String NAMES = """
        SELECT rolname FROM pg_roles
        WHERE rolname ~ '^grafana_reader_[0-9]{6}_(culture|public_security)$' ORDER BY rolname
        """;
    private static final String OFFICE = "SELECT reporting.office_has_account(?, ?)";
    /** By PostgreSQL's rules since version 16: who may create roles grants and changes only those that they administer. */
    private static final String RIGHTS = """
        SELECT quote_ident(current_user) AS own, quote_ident(current_database()) AS here,
               (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS creates,
               pg_has_role('grafana_scopes', 'MEMBER WITH ADMIN OPTION') AND has_schema_privilege('reporting', 'USAGE') AS grants,
               has_database_privilege('grafana_scopes', current_database(), 'CONNECT') AS connects,
               has_parameter_privilege('temp_file_limit', 'SET') AND has_parameter_privilege('log_min_messages', 'SET')
                 AND has_parameter_privilege('log_min_error_statement', 'SET') AS limits,
               coalesce((SELECT pg_has_role(oid, 'MEMBER WITH ADMIN OPTION') FROM pg_roles WHERE rolname = ?), true) AS changes
        """;

    private static final List<String> MADE = List.of("CREATE ROLE %1$s NOLOGIN", "GRANT grafana_scopes TO %1$s");
    /**
     * A dashboard asks a dozen questions at once, and none may hold the database for long, nor fill its disk by sorting, or by messages and
     * wrong statements for the server's log. The last two the role may set otherwise.
     */
    private static final List<String> LIMITED = List.of(
            "ALTER ROLE %1$s CONNECTION LIMIT 20",
            "ALTER ROLE %1$s SET temp_file_limit = '256MB'",
            "ALTER ROLE %1$s SET log_min_messages = 'panic'",
            "ALTER ROLE %1$s SET log_min_error_statement = 'panic'",
            "ALTER ROLE %1$s SET statement_timeout = '30s'",
            "ALTER ROLE %1$s SET default_transaction_read_only = on");

    private static final String LET_IN = "ALTER ROLE %s LOGIN PASSWORD '%s'";
    private static final String ENDED = "DROP ROLE %s";
    /** Who makes a role may close its sessions only as its member. */
    private static final List<String> SHUT =
            List.of("ALTER ROLE %s NOLOGIN", "GRANT %s TO CURRENT_USER WITH INHERIT TRUE");

    private static final String SIGNED_IN = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ?
        """;

    private final Connection connection;

    private GrafanaRoleStore(Connection connection) {
        this.connection = connection;
    }

    static GrafanaRoleStore open(DatabaseAddress address) throws SQLException {
        return new GrafanaRoleStore(
                DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password()));
    }

    /** For example {@code grafana_reader_360481_culture}: letters, digits and underscores only, so it needs no quotes. */
    static String name(RegionCode region, Authority authority) {
        return "grafana_reader_" + region.value() + "_" + authority.wire().replace('-', '_');
    }

    List<String> names() throws SQLException {
        var names = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NAMES)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /**
     * What an administrator of the server has to execute, so that this database user may make and change the role.
     *
     * @return statements; none if nothing is missing
     */
    List<String> missingToMake(String name) throws SQLException {
        return missing(name, List.of("creates", "grants", "connects", "limits", "changes"));
    }

    /** Likewise, to end it. */
    List<String> missingToEnd(String name) throws SQLException {
        return missing(name, List.of("creates", "changes"));
    }

    private List<String> missing(String name, List<String> needed) throws SQLException {
        try (var statement = connection.prepareStatement(RIGHTS)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String own = row.getString("own");
                var given = Map.of(
                        "creates", "ALTER ROLE " + own + " CREATEROLE",
                        "grants", "GRANT grafana_scopes TO " + own + " WITH ADMIN TRUE, INHERIT TRUE",
                        "connects", "GRANT CONNECT ON DATABASE " + row.getString("here") + " TO grafana_scopes",
                        "limits",
                                "GRANT SET ON PARAMETER temp_file_limit, log_min_messages, log_min_error_statement TO "
                                        + own,
                        "changes", "GRANT " + name + " TO " + own + " WITH ADMIN TRUE");
                var missing = new ArrayList<String>();
                for (String right : needed) {
                    if (!row.getBoolean(right)) {
                        missing.add(given.get(right));
                    }
                }
                return missing;
            }
        }
    }

    /** Whether a regulator of exactly this region and authority has an account that has not ended. */
    boolean hasAccount(RegionCode region, Authority authority) throws SQLException {
        try (var statement = connection.prepareStatement(OFFICE)) {
            statement.setString(1, region.value());
            statement.setString(2, authority.wire());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether no role of the server can stop the service any more by what PostgreSQL lets every role do. */
    boolean publicRightsAreWithdrawn() throws SQLException {
        return PublicRights.areWithdrawn(connection);
    }

    void create(String name) throws SQLException {
        atOnce(MADE, name);
    }

    /** Also of a role that there is: an earlier version may have made it. */
    void limit(String name) throws SQLException {
        atOnce(LIMITED, name);
    }

    private void atOnce(List<String> steps, String name) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String step : steps) {
                statement.execute(step.formatted(name));
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Only what PostgreSQL compares a password with reaches the server, so its log never has the password. */
    void letIn(String name, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LET_IN.formatted(name, PasswordUtil.encodeScramSha256(password.toCharArray())));
        }
    }

    void end(String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ENDED.formatted(name));
        }
    }

    /** Lets the role in no more, and closes its sessions. */
    void cutOff(String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String step : SHUT) {
                statement.execute(step.formatted(name));
            }
        }
        try (var statement = connection.prepareStatement(SIGNED_IN)) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
