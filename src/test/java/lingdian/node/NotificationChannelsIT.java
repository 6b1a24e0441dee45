package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * Every role of the database may notify on every channel, and each notification takes time of the event loop that hears it. So nobody but
 * nodes knows the names of theirs.
 */
class NotificationChannelsIT {
    private static final String LISTENING =
            "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' ORDER BY query";

    @Test
    void onlyNodesKnowWhatTheyListenTo() throws Exception {
        try (RunningService service = RunningService.start();
                RunningService other = service.another();
                var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement()) {
            Await.until(
                    "both nodes listen to two channels",
                    () -> queries(statement).size() == 4);

            assertThat(queries(statement)).allMatch(query -> query.matches("LISTEN \"lingdian_[0-9a-f]{32}\""));
            assertThat(queries(statement).stream().distinct())
                    .as("of all nodes")
                    .hasSize(2);
            statement.execute("SET ROLE grafana_reader");
            assertThat(queries(statement)).as("what other roles see").isEmpty();
        }
    }

    private static List<String> queries(Statement statement) throws SQLException {
        var found = new ArrayList<String>();
        try (var rows = statement.executeQuery(LISTENING)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
