package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.FIRST;
import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.accesslog.VerificationOfAccess;
import lingdian.record.accesslog.VerificationOfAccessStore;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * Handbook, access.md: the access log is kept for twelve months, and has an entry for every drop, including its own.
 */
class AccessMonthsIT {
    private final RetentionFixture cafe = new RetentionFixture();

    @Test
    void theLogTellsOfEachDropAndIsItselfDroppedByWholeMonths() throws Exception {
        try (var service = RunningService.with().clock(cafe).start()) {
            DatabaseAddress database = service.database();
            cafe.play(service, FIRST);
            sweepOn(service, FIRST.plusDays(91)); // 6 June
            assertThat(entry(database, "drop-day"))
                    .isEqualTo(new JsonObject()
                            .put("drop", 1)
                            .put("hash", ask(database, "SELECT encode(hash, 'hex') FROM retention_drop"))
                            .put("records", 5));
            assertThat(ask(database, "SELECT subject_id FROM access_log WHERE action = 'drop-day'"))
                    .isEqualTo(FIRST.toString());

            sweepOn(service, LocalDate.of(2023, 6, 30));
            assertThat(ask(database, "SELECT count(*) FROM access_log WHERE subject_id = '" + FIRST + "'"))
                    .isEqualTo("1");
            // Read now, a year later, when nobody can add an entry to that month any more.
            String last = ask(database, "SELECT max(position) FROM access_log WHERE at < '2022-07-01T00:00:00+08:00'");
            String chain = ask(database, "SELECT encode(chain, 'hex') FROM access_log WHERE position = " + last);
            sweepOn(service, LocalDate.of(2023, 7, 1));

            assertThat(ask(database, "SELECT to_regclass('access_log_202206')")).isNull();
            assertThat(ask(database, "SELECT min(position) > " + last + " FROM access_log"))
                    .isEqualTo("t");
            assertThat(ask(
                            database,
                            "SELECT details FROM access_log WHERE action = 'drop-access-month' AND details LIKE '%"
                                    + chain + "%'"))
                    .isEqualTo("{\"cutChain\":\"" + chain + "\",\"cutPosition\":" + last + "}");
            try (var log = VerificationOfAccessStore.open(database)) {
                assertThat(VerificationOfAccess.run(log).firstBroken()).isNull();
            }
        }
    }

    @Test
    void theDatabaseItselfKeepsSixMonthsAndDropsOnlyTheOldest() throws Exception {
        DatabaseAddress empty = TestDatabase.migrated();
        execute(
                empty,
                "SELECT ensure_access_month(now() - interval '7 months 1 day'),"
                        + " ensure_access_month(now() - interval '8 months 1 day'), ensure_access_month(now())");
        String oldest = ask(empty, "SELECT min(month) FROM droppable_access_months('infinity') AS month");
        String younger = ask(empty, "SELECT max(month) FROM droppable_access_months('infinity') AS month");
        assertThat(oldest).isNotEqualTo(younger);
        for (String kept : new String[] {younger, ask(empty, "SELECT date_trunc('month', now())::date")}) {
            assertThatThrownBy(
                            () -> execute(empty, "SET ROLE lingdian_service; SELECT drop_access_month('" + kept + "')"))
                    .hasMessageContaining("is kept: it is too young, or not the oldest");
        }
        execute(empty, "SET ROLE lingdian_service; SELECT drop_access_month('" + oldest + "')");
        assertThat(ask(empty, "SELECT min(month) FROM droppable_access_months('infinity') AS month"))
                .isEqualTo(younger);
    }

    private void sweepOn(RunningService service, LocalDate day) throws Exception {
        cafe.goTo(day, "12:00");
        service.sweepRetention();
    }

    private static JsonObject entry(DatabaseAddress database, String action) throws Exception {
        return new JsonObject(ask(
                database,
                "SELECT details FROM access_log WHERE action = '" + action + "' ORDER BY position DESC LIMIT 1"));
    }
}
