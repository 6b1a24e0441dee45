package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that one node does at a time: who has its turn, and that nobody else who may connect can keep it. */
class TurnsIT {
    private static final Pattern TURN =
            Pattern.compile("(?:(?:take|try|hold|end)_turn\\('|new HeldTurn\\(\")([a-z-]+)['\"]");

    private static DatabaseAddress database;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated();
    }

    @Test
    void aTurnIsKeptToTheEndOfTheTransaction() throws SQLException {
        try (Connection one = begin();
                Connection other = begin()) {
            ask(one, "SELECT take_turn('inspection', 'a visit')");
            ask(one, "SELECT take_turn('figures')");

            assertThat(ask(other, "SELECT try_turn('figures')")).isEqualTo("f");
            assertThat(ask(other, "SELECT try_turn('retention')")).isEqualTo("t");
            ask(other, "SELECT take_turn('inspection', 'another visit')");
            ask(other, "SET lock_timeout = '50ms'");
            assertThatThrownBy(() -> ask(other, "SELECT take_turn('inspection', 'a visit')"))
                    .hasMessageContaining("lock timeout");
            other.rollback();
            one.commit();
            assertThat(ask(other, "SELECT try_turn('figures')")).isEqualTo("t");
        }
    }

    @Test
    void aTurnThatIsHeldEndsByItself() throws SQLException {
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();
        try (Connection connection = TestDatabase.superuser(database)) {
            assertThat(hold(connection, first, 60)).isEqualTo("t");
            assertThat(hold(connection, second, 60)).isEqualTo("f");
            assertThat(hold(connection, first, 0)).as("renewed").isEqualTo("t");
            assertThat(hold(connection, second, 60)).as("after its end").isEqualTo("t");
            ask(connection, "SELECT end_turn('sample-round', '%s')".formatted(first));
            assertThat(hold(connection, first, 60)).as("of another").isEqualTo("f");
            ask(connection, "SELECT end_turn('sample-round', '%s')".formatted(second));
            assertThat(hold(connection, first, 60)).isEqualTo("t");
        }
    }

    @Test
    void eachTurnOfTheProgramIsThere() throws SQLException {
        List<String> taken = Stream.of("src/main/java", "src/main/resources/lingdian/migration")
                .flatMap(TurnsIT::files)
                .flatMap(file -> TURN.matcher(read(file)).results())
                .map((MatchResult named) -> named.group(1))
                .distinct()
                .sorted()
                .toList();

        try (Connection connection = TestDatabase.superuser(database)) {
            assertThat(ask(connection, "SELECT string_agg(DISTINCT work, ' ' ORDER BY work) FROM turn"))
                    .isEqualTo(String.join(" ", taken));
            assertThatThrownBy(() -> ask(connection, "SELECT try_turn('nothing')"))
                    .hasMessageContaining("no turns are taken at nothing");
        }
    }

    /** Advisory locks are for everybody who may connect, so none may hold the service up. */
    @ParameterizedTest
    @ValueSource(strings = {"grafana_reader", "lingdian_reader"})
    void whoMayOnlyReadKeepsNoTurn(String role) throws SQLException {
        try (Connection reader = begin();
                Connection service = begin()) {
            ask(reader, "SET ROLE " + role);
            for (String lock : List.of("ensure_day", "drop_day", "ensure_access_month", "checkpoint", "kafka_export")) {
                ask(reader, "SELECT pg_advisory_lock(hashtext('lingdian.%s'))".formatted(lock));
            }
            reader.commit();

            ask(service, "SET lock_timeout = '2s'");
            ask(service, "SET ROLE lingdian_service");
            ask(service, "SELECT ensure_day('2026-03-03')");
            ask(service, "SELECT ensure_access_month('2026-03-03T00:00:00Z')");
            ask(service, "SELECT take_turn('checkpoint')");
            assertThat(ask(service, "SELECT hold_turn('kafka-export', gen_random_uuid(), 1)"))
                    .isEqualTo("t");
            service.rollback();

            for (String sql : List.of(
                    "SELECT FROM lingdian.turn FOR UPDATE",
                    "SELECT FROM lingdian.turn FOR SHARE",
                    "LOCK TABLE lingdian.turn IN EXCLUSIVE MODE",
                    "SELECT lingdian.take_turn('checkpoint')",
                    "SELECT lingdian.hold_turn('kafka-export', gen_random_uuid(), 86400)")) {
                assertThatThrownBy(() -> ask(reader, sql)).as(sql).hasMessageContaining("permission denied");
                reader.rollback();
            }
        }
    }

    private static Connection begin() throws SQLException {
        Connection connection = TestDatabase.superuser(database);
        connection.setAutoCommit(false);
        return connection;
    }

    private static String hold(Connection connection, UUID who, int seconds) throws SQLException {
        return ask(connection, "SELECT hold_turn('sample-round', '%s', %d)".formatted(who, seconds));
    }

    /** The first column of the first row, if there is one. */
    private static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var rows = statement.getResultSet()) {
                return rows.next() && rows.getMetaData().getColumnCount() > 0
                        ? Objects.requireNonNullElse(rows.getString(1), "")
                        : "";
            }
        }
    }

    private static Stream<Path> files(String directory) {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
