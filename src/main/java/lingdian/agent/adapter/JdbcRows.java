package lingdian.agent.adapter;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import lingdian.platform.secret.SecretFile;
import org.jspecify.annotations.Nullable;

/**
 * Rows by JDBC, over a connection that may only read.
 *
 * <p>The driver is not part of the agent: it is taken from the folder {@code drivers}, whichever the cashier's program
 * needs. The connection is kept, and made again after a failure.
 */
final class JdbcRows implements CardRows {
    private static final int QUERY_SECONDS = 30;

    private final QuerySettings settings;
    private final Path directory;
    private final CardMapping mapping;
    private @Nullable URLClassLoader drivers;
    private @Nullable Connection connection;

    JdbcRows(QuerySettings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
        this.mapping = settings.mapping();
    }

    @Override
    public List<Row> after(long key, int max) throws IOException {
        try {
            Connection open = connected();
            try (PreparedStatement query = open.prepareStatement(settings.query())) {
                query.setQueryTimeout(QUERY_SECONDS);
                query.setMaxRows(max);
                query.setLong(1, key);
                return rows(query);
            } finally {
                open.rollback();
            }
        } catch (SQLException failed) {
            disconnect();
            // Its message may quote a row.
            throw new IOException("the database failed, SQLSTATE " + failed.getSQLState());
        }
    }

    private List<Row> rows(PreparedStatement query) throws SQLException {
        var rows = new ArrayList<Row>();
        try (ResultSet result = query.executeQuery()) {
            ResultSetMetaData names = result.getMetaData();
            while (result.next()) {
                var columns = new HashMap<String, String>();
                for (int i = 1; i <= names.getColumnCount(); i++) {
                    String text = text(result, i);
                    if (text != null) {
                        columns.put(names.getColumnLabel(i), text);
                    }
                }
                rows.add(new Row(result.getLong(settings.key()), Map.copyOf(columns)));
            }
        }
        return rows;
    }

    /** A time has as many forms as there are drivers. */
    private @Nullable String text(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        return value instanceof Timestamp time ? mapping.text(time.toLocalDateTime()) : result.getString(column);
    }

    private Connection connected() throws IOException, SQLException {
        Connection open = connection;
        if (open == null || open.isClosed()) {
            open = driver().connect(settings.url(), properties());
            if (open == null) {
                throw new IOException("the driver does not take this url");
            }
            connection = open;
            open.setReadOnly(true);
            open.setAutoCommit(false);
        }
        return open;
    }

    private Properties properties() throws IOException {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        String file = settings.passwordFile();
        if (file != null) {
            Path secret = directory.resolve(file);
            Optional<String> fault = SecretFile.fault(secret);
            if (fault.isPresent()) {
                throw new IOException(secret + " " + fault.get());
            }
            properties.setProperty("password", Files.readString(secret).strip());
        }
        return properties;
    }

    private Driver driver() throws IOException, SQLException {
        if (drivers == null) {
            drivers = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
        }
        for (Driver driver : ServiceLoader.load(Driver.class, drivers)) {
            if (driver.acceptsURL(settings.url())) {
                return driver;
            }
        }
        throw new IOException("no driver for this url in the folder " + directory.resolve("drivers"));
    }

    private URL[] jars() throws IOException {
        Path folder = directory.resolve("drivers");
        if (!Files.isDirectory(folder)) {
            return new URL[0];
        }
        try (Stream<Path> files = Files.list(folder)) {
            var jars = new ArrayList<URL>();
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                jars.add(jar.toUri().toURL());
            }
            return jars.toArray(URL[]::new);
        }
    }

    private void disconnect() {
        Connection broken = connection;
        connection = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (SQLException gone) {
            // a new one is made anyway
        }
    }

    @Override
    public void close() throws IOException {
        disconnect();
        URLClassLoader loaded = drivers;
        drivers = null;
        if (loaded != null) {
            loaded.close();
        }
    }
}
