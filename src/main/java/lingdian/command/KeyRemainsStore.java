package lingdian.command;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.database.DatabaseAddress;
import lingdian.vault.seal.KeyUse;
import lingdian.vault.seal.SealedColumn;

/**
 * Counts the values that only one key of the ring can decrypt or match, and that would be lost with the key. The
 * command {@code keys} checks this before it retires a key. Blocking.
 */
final class KeyRemainsStore implements AutoCloseable {
    /** A ciphertext begins with the byte 1 (or 2 if it also needs the secret of a day), then the key's number. */
    private static final String SEALED = """
            SELECT count(*) FROM %s WHERE substr(%s, 1, 5) IN (?, set_byte(?, 0, 2))
            """;

    private static final String JOINED = """
            SELECT count(*) FROM registered_person WHERE token_version = ?
            """;

    private static final String RECEIVED = "sealed";
    private static final String RECEIVED_OR_PACKED = "sealed_text";

    private final Connection connection;

    /** The number of remaining texts or entries in a column. */
    record Remains(String column, long count) {
        @Override
        public String toString() {
            return count + " in " + column;
        }
    }

    private KeyRemainsStore(Connection connection) {
        this.connection = connection;
    }

    static KeyRemainsStore open(DatabaseAddress address) throws SQLException {
        Connection connection =
                DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password());
        connection.setReadOnly(true);
        return new KeyRemainsStore(connection);
    }

    /**
     * Whether rows show which key of this use made a value. If not, only the time since the key was superseded can
     * tell.
     */
    static boolean tells(KeyUse use) {
        return use == KeyUse.SEALING || use == KeyUse.PERSON_TOKENS;
    }

    /** The remaining values, column by column; empty if rows do not show the key. */
    List<Remains> of(KeyUse use, int number) throws SQLException {
        return switch (use) {
            case SEALING -> sealed(SealedColumn.prefix(number));
            case PERSON_TOKENS -> joined(number);
            case CONTENT_MACS, PERSON_REFS, SIGNING -> List.of();
        };
    }

    private List<Remains> sealed(byte[] prefix) throws SQLException {
        var remains = new ArrayList<Remains>();
        for (String column : SealedColumn.all()) {
            String[] names = column.split("\\.");
            String table = names[0].equals(RECEIVED) ? RECEIVED_OR_PACKED : names[0];
            try (var statement = connection.prepareStatement(SEALED.formatted(table, names[1]))) {
                statement.setBytes(1, prefix);
                statement.setBytes(2, prefix);
                add(remains, column, statement.executeQuery());
            }
        }
        return remains;
    }

    private List<Remains> joined(int number) throws SQLException {
        var remains = new ArrayList<Remains>();
        try (var statement = connection.prepareStatement(JOINED)) {
            statement.setInt(1, number);
            add(remains, "registered_person.token_version", statement.executeQuery());
        }
        return remains;
    }

    private static void add(List<Remains> remains, String column, ResultSet counted) throws SQLException {
        counted.next();
        if (counted.getLong(1) > 0) {
            remains.add(new Remains(column, counted.getLong(1)));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
