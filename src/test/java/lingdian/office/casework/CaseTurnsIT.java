package lingdian.office.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.testing.Await;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Verdicts wait while an action on a case is written: one at a time, with nothing that can be read before (handbook, casework.md). */
class CaseTurnsIT {
    private static final String CAFE = "36048110000001";

    private static RunningApi api;
    private static String culture;
    private static String colleague;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
        culture = api.regulator("culture", "360481");
        colleague = api.regulator("culture", "360400");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** Each action that waits for the lock on {@code head} has the judge's next batch wait behind it. */
    @Test
    void noActionWaitsWhileAnotherOneIsWritten() {
        List<String> ids = IntStream.range(0, 40).mapToObj(i -> opened()).toList();
        api.sql("""
                CREATE TABLE waiting (actions bigint);
                CREATE FUNCTION note_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
                BEGIN
                  INSERT INTO waiting SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                    AND wait_event_type = 'Lock' AND query LIKE '%FROM head%FOR UPDATE%';
                  RETURN NEW;
                END $$;
                CREATE TRIGGER note_waiting BEFORE INSERT ON case_action FOR EACH ROW EXECUTE FUNCTION note_waiting();
                """);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Stream<CompletableFuture<Answer>> actions = IntStream.range(0, ids.size())
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> comment(i % 2 == 0 ? culture : colleague, ids.get(i)), executor));
            actions.toList()
                    .forEach(action -> assertThat(action.join().status())
                            .as(action.join().text())
                            .isEqualTo(200));
        }

        assertThat(api.value("SELECT count(*) || ' ' || sum(actions) FROM waiting"))
                .isEqualTo("40 0");
        api.sql("DROP TRIGGER note_waiting ON case_action; DROP FUNCTION note_waiting; DROP TABLE waiting");
    }

    @Test
    void theCalendarIsReadBeforeVerdictsWait() throws Exception {
        String id = opened();
        try (var holder = TestDatabase.superuser(api.database);
                var held = holder.createStatement()) {
            holder.setAutoCommit(false);
            held.execute("LOCK TABLE calendar_year IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Answer> commented = CompletableFuture.supplyAsync(() -> comment(culture, id));

            awaitWaiting("calendar");
            assertThat(api.value("SELECT position FROM head FOR UPDATE NOWAIT")).isNotNull();

            holder.rollback();
            assertThat(commented.join().status()).isEqualTo(200);
        }
    }

    /** Whoever reckons the deadlines of all cases again leaves out one that has another version by then. */
    @Test
    void aYearThatIsEnteredWhileAnActionWaitsCounts() throws Exception {
        String id = opened();
        String due = "SELECT due_at AT TIME ZONE 'Asia/Shanghai' FROM case_file WHERE id = '" + id + "'";
        assertThat(api.value(due)).isEqualTo("2026-07-15 00:00:00");
        try (var holder = TestDatabase.superuser(api.database);
                var held = holder.createStatement()) {
            holder.setAutoCommit(false);
            held.execute("SELECT FROM head FOR UPDATE");
            CompletableFuture<Answer> commented = CompletableFuture.supplyAsync(() -> comment(culture, id));
            awaitWaiting("head");

            var days = new JsonArray();
            for (String day : List.of(
                    "2026-01-01", "2026-05-01", "2026-05-02", "2026-10-01", "2026-10-02", "2026-10-03", "2026-07-13")) {
                days.add(
                        new JsonObject().put("date", day).put("kind", "holiday").put("name", "n"));
            }
            var year = new JsonObject().put("official", true).put("source", "s").put("days", days);
            Answer entered = api.call("PUT", "/api/v1/calendar/2026", RunningApi.ADMIN, year);
            assertThat(entered.status()).as(entered.text()).isEqualTo(200);

            holder.rollback();
            assertThat(commented.join().status()).isEqualTo(200);
        }
        assertThat(api.value(due)).isEqualTo("2026-07-16 00:00:00");
    }

    private static void awaitWaiting(String table) throws Exception {
        Await.until(
                "it waits for " + table,
                () -> "1"
                        .equals(api.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock' AND query LIKE '%FROM " + table + "%'")));
    }

    private static String opened() {
        Answer opened = api.call("POST", "/api/v1/cases", culture, new JsonObject().put("placeCode", CAFE));
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        return opened.json().getString("id");
    }

    private static Answer comment(String officer, String id) {
        var comment = new JsonObject().put("action", "comment").put("note", "审").put("version", 1);
        return api.call("POST", "/api/v1/cases/" + id + "/actions", officer, comment);
    }
}
