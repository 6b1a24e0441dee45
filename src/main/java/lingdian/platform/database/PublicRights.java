package lingdian.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * What PostgreSQL lets every role do that may connect, and by which any of them could stop the service. A superuser takes it away
 * by {@code close.sql}; the service's own login cannot.
 */
public final class PublicRights {
    private static final String SCRIPT = "/lingdian/postgresql/close.sql";
    private static final String WITHDRAWN = """
        SELECT NOT EXISTS (
            SELECT FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace
              AND proname ~ '^(pg_(try_)?advisory_.*|lo_.*|loread|lowrite|pg_logical_emit_message|pg_current_xact_id|txid_current)$'
              AND has_function_privilege('public', oid, 'EXECUTE'))
          AND NOT EXISTS (
            SELECT FROM pg_database
            WHERE datname IN ('postgres', 'template1') AND datname <> current_database()
              AND has_database_privilege('public', oid, 'CONNECT'))
        """;

    private PublicRights() {}

    /** Withdraws them in the database of the connection, which is a superuser's. What was withdrawn before is left alone. */
    static void withdraw(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script());
        }
    }

    /** Whether they were withdrawn in the database of the connection. */
    public static boolean areWithdrawn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WITHDRAWN)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(PublicRights.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
