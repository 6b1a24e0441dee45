package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.CAFE;
import static lingdian.record.retention.RetentionFixture.FIRST;
import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.record.retention.RetentionFixture.days;
import static lingdian.record.retention.RetentionFixture.dropped;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Handbook, retention.md: records are kept by received day and then dropped by whole days; figures, findings and proofs
 * remain.
 */
class RetentionIT {
    private static final LocalDate SECOND = FIRST.plusDays(1);
    private static final LocalDate THIRD = FIRST.plusDays(2);

    private final RetentionFixture cafe = new RetentionFixture();
    private RunningService service;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.with().clock(cafe).start();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void aDayIsKeptForNinetyWholeDaysAndThenDroppedWhole() throws Exception {
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);

        sweepOn(FIRST.plusDays(90), "23:59");
        assertThat(days(database())).isEqualTo(FIRST + " " + SECOND);

        sweepOn(FIRST.plusDays(91), "00:00");
        assertThat(days(database())).isEqualTo(SECOND.toString());
        assertThat(dropped(database())).isEqualTo(FIRST.toString());
        assertThat(ask(database(), "SELECT count(*) FROM sealed WHERE day = '" + FIRST + "'"))
                .isEqualTo("0");
        assertThat(ask(database(), "SELECT to_regclass('journal_20220307')")).isNull();
        assertThat(ask(database(), "SELECT to_regclass('sealed_20220307')")).isNull();
        assertThat(service.verify().firstBroken()).isNull();
        assertThat(service.verify().records()).isEqualTo(5);
        theDaysAreReadWhateverThePlan();
    }

    /** With many partitions the database chooses another join, in which no index name may be read as a date. */
    private void theDaysAreReadWhateverThePlan() throws Exception {
        try (Connection connection = TestDatabase.superuser(database());
                var statement = connection.createStatement()) {
            statement.execute("SET enable_nestloop = off");
            try (var rows = statement.executeQuery("SELECT (SELECT count(*) FROM droppable_days('infinity'))"
                    + " + (SELECT count(*) FROM droppable_access_months('infinity'))")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void theFindingsOfADroppedDayStayWithoutTheirPersons() throws Exception {
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
        JsonObject before = RetentionFixture.finding(service, FIRST);
        assertThat(before.getJsonObject("person").getString("name")).isEqualTo("张*");

        sweepOn(FIRST.plusDays(91), "03:00");

        JsonObject after = RetentionFixture.finding(service, FIRST);
        assertThat(after.getJsonObject("person")).isNull();
        assertThat(after.getJsonArray("evidence")).isEqualTo(before.getJsonArray("evidence"));
        assertThat(after.getJsonArray("evidence").getJsonObject(0).getJsonArray("seq"))
                .contains(1);
        assertThat(RetentionFixture.finding(service, SECOND).getJsonObject("person"))
                .isNotNull();
    }

    @Test
    void itsFiguresStayAndNameNobody() throws Exception {
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
        sweepOn(SECOND, "23:00");
        String counted = figures(FIRST);
        assertThat(ask(database(), "SELECT count(*) FROM daily_figures WHERE day = '" + SECOND + "'"))
                .as("a day that is not over")
                .isEqualTo("0");

        sweepOn(FIRST.plusDays(91), "03:00");

        assertThat(figures(FIRST)).isEqualTo(counted);
        assertThat(new JsonObject(counted))
                .isEqualTo(new JsonObject()
                        .put("day", FIRST.toString())
                        .put("place_code", CAFE)
                        .put("region", "360481")
                        .put("events", 5)
                        .put("rejected_events", 0)
                        .put("heartbeats", 1)
                        .put("patrols", 1)
                        .put("logins_allowed", 0)
                        .put("logins_denied", 2)
                        .put("minors_refused", 1)
                        .put("minors_admitted", 0)
                        .put("sessions", 1)
                        .put("session_minutes", 30)
                        .put("terminals", 1)
                        .put("overtime_seconds", 0));
        assertThat(ask(
                        database(),
                        "SELECT string_agg(reason || ' ' || logins, ', ' ORDER BY reason) FROM daily_denials WHERE day = '"
                                + FIRST + "'"))
                .isEqualTo("document-malformed 1, under-age 1");
        assertThat(ask(
                        database(),
                        "SELECT events || ' ' || cafes FROM daily_region_figures WHERE day = '" + FIRST
                                + "' AND region = '360481'"))
                .isEqualTo("5 1");
    }

    @Test
    void sessionsGoWithTheDayOfTheirLoginButNeverOpenOnes() throws Exception {
        cafe.play(service, FIRST);
        cafe.send(service, cafe.login("open", "C", "P-3", "1990-01-01"));
        sweepOn(FIRST.plusDays(91), "03:00");
        assertThat(sessions()).isEqualTo("open");
        assertThat(service.verify().firstBroken()).isNull();

        LocalDate later = FIRST.plusDays(91);
        cafe.goTo(later, "10:00");
        cafe.send(service, cafe.event("heartbeat").put("inUse", new JsonArray())); // a day later, so its session ends
        sweepOn(later.plusDays(91), "03:00");
        assertThat(sessions()).isNull();
        assertThat(service.verify().firstBroken()).isNull();
    }

    @Test
    void aLegalHoldKeepsItsDaysAndLiftingItLetsThemGo() throws Exception {
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
        cafe.play(service, THIRD);
        hold(SECOND);

        sweepOn(THIRD.plusDays(91), "03:00");
        assertThat(days(database())).isEqualTo(SECOND.toString());
        assertThat(dropped(database())).isEqualTo(FIRST + " " + THIRD);
        assertThat(service.verify().firstBroken()).isNull();
        JsonObject health = health();
        assertThat(health.getInteger("heldDays")).isOne();
        assertThat(health.getJsonArray("holders").encode())
                .isEqualTo("[{\"authority\":\"culture\",\"region\":\"360481\",\"days\":1}]");
        assertThatThrownBy(() ->
                        execute(database(), "SET ROLE lingdian_service; SELECT drop_day('" + SECOND + "', now())"))
                .hasMessageContaining("a legal hold names it");

        lift();
        sweepOn(THIRD.plusDays(91), "03:01");
        assertThat(days(database())).isNull();
        assertThat(dropped(database())).isEqualTo(FIRST + " " + THIRD + " " + SECOND);
        assertThat(health().getInteger("heldDays")).isZero();
        assertThat(service.verify().firstBroken()).isNull();
        assertThat(service.verify().records()).isZero();

        cafe.play(service, THIRD.plusDays(91));
        assertThat(service.verify().firstBroken()).isNull();
        assertThat(service.verify().records()).isEqualTo(5);
    }

    @Test
    void ofSeveralNodesOneDropsEachDay() throws Exception {
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
        cafe.play(service, THIRD);
        cafe.goTo(THIRD.plusDays(91), "03:00");
        try (var other = service.another();
                var threads = Executors.newFixedThreadPool(2)) {
            Callable<Void> here = () -> swept(service);
            Callable<Void> there = () -> swept(other);
            for (var done : threads.invokeAll(java.util.List.of(here, there))) {
                done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            other.sweepRetention();
        }
        assertThat(dropped(database())).isEqualTo(FIRST + " " + SECOND + " " + THIRD);
        assertThat(service.verify().firstBroken()).isNull();
    }

    @Test
    void whoReadsForLongPutsADropOffAndNobodyWaits() throws Exception {
        cafe.play(service, FIRST);
        try (Connection reader = TestDatabase.superuser(database());
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM journal");
            cafe.goTo(FIRST.plusDays(91), "10:00");
            service.sweepRetentionOnce();

            assertThat(days(database())).isEqualTo(FIRST.toString());
            assertThat(ask(database(), "SELECT count(*) FROM retention_drop")).isEqualTo("0");
            assertThat(ask(database(), "SELECT count(*) FROM retention_cut")).isEqualTo("0");
            assertThat(sessions()).as("nothing is half done").isEqualTo("s-" + FIRST);
            cafe.play(service, FIRST.plusDays(91)); // makes the partitions of its day while the reader reads
            reader.rollback();
        }
        sweepOn(FIRST.plusDays(91), "12:00");
        assertThat(dropped(database())).isEqualTo(FIRST.toString());
    }

    @Test
    void aNodeThatDiesInTheMiddleLeavesNothingHalfDone() throws Exception {
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
        try (Connection dying = TestDatabase.superuser(database());
                var statement = dying.createStatement()) {
            dying.setAutoCommit(false);
            statement.execute("SET ROLE lingdian_service; SELECT drop_day('" + FIRST + "', now())");
            int process = Integer.parseInt(askOn(dying, "SELECT pg_backend_pid()"));
            execute(database(), "SELECT pg_terminate_backend(" + process + ", 5000)");
        } catch (java.sql.SQLException ended) {
            // its connection is gone, as after a node was killed
        }
        assertThat(days(database())).isEqualTo(FIRST + " " + SECOND);
        assertThat(dropped(database())).isNull();
        assertThat(service.verify().firstBroken()).isNull();

        sweepOn(FIRST.plusDays(91), "03:00");
        assertThat(dropped(database())).isEqualTo(FIRST.toString());
    }

    @Test
    void theDatabaseItselfKeepsSixtyDays() throws Exception {
        DatabaseAddress empty = TestDatabase.migrated();
        execute(empty, "SELECT ensure_day(today - 61), ensure_day(today - 60), ensure_day(today - 59) FROM" + TODAY);
        assertThat(ask(
                        empty,
                        "SELECT string_agg((today - day)::text, ' ' ORDER BY day) FROM droppable_days('2999-01-01') AS day,"
                                + TODAY))
                .isEqualTo("61");
        assertThatThrownBy(() ->
                        execute(empty, "SET ROLE lingdian_service; SELECT drop_day(today - 60, now()) FROM" + TODAY))
                .hasMessageContaining("not yet sixty days old");
        execute(empty, "SET ROLE lingdian_service; SELECT drop_day(today - 61, now()) FROM" + TODAY);
        assertThatThrownBy(() -> execute(empty, "SELECT ensure_day(today - 61) FROM" + TODAY))
                .hasMessageContaining("was dropped");
        assertThatThrownBy(() -> execute(empty, "SET ROLE lingdian_service; DROP TABLE journal"))
                .hasMessageContaining("must be owner");
        assertThatThrownBy(() -> execute(empty, "SET ROLE lingdian_service; DELETE FROM retention_drop"))
                .hasMessageContaining("permission denied");
    }

    /** Row-level security binds the owner too, but must not hide rows from the functions that count and drop. */
    @Test
    void theOwnerOfTheTablesNeedsNoMoreRightsThanToMigrate() throws Exception {
        String owner = "owner_" + ProcessHandle.current().pid();
        execute(database(), "CREATE ROLE " + owner + " LOGIN PASSWORD 'x' NOSUPERUSER CREATEROLE");
        execute(database(), "GRANT lingdian_service, lingdian_reader TO " + owner);
        DatabaseAddress empty = TestDatabase.empty();
        execute(empty, "ALTER DATABASE " + empty.name() + " OWNER TO " + owner);
        var owned = new DatabaseAddress(empty.host(), empty.port(), empty.name(), owner, "x");
        lingdian.platform.database.Migrations.run(owned);
        try (var theirs = RunningService.with()
                .database(owned)
                .keyRing(service.keyRing())
                .settings("suite: international")
                .clock(cafe)
                .start()) {
            cafe.play(theirs, FIRST);
            cafe.play(theirs, SECOND);
            cafe.goTo(FIRST.plusDays(91), "03:00");
            theirs.sweepRetention();
            assertThat(dropped(empty)).isEqualTo(FIRST.toString());
            assertThat(ask(empty, "SELECT count(*) FROM retention_cut")).isEqualTo("1");
            assertThat(ask(empty, "SELECT sessions FROM daily_figures WHERE day = '" + FIRST + "'"))
                    .isEqualTo("1");
            assertThat(ask(empty, "SELECT string_agg(session, ' ') FROM session"))
                    .isEqualTo("s-" + SECOND);
            assertThat(theirs.verify().firstBroken()).isNull();
        }
    }

    /**
     * Events that a café recorded offline long ago are received today, so they belong to today's received day and are
     * judged as usual.
     */
    @Test
    void anOfflineDayThatArrivesAfterItsOwnWasDroppedIsKeptFromNow() throws Exception {
        cafe.play(service, FIRST);
        LocalDate today = FIRST.plusDays(91);
        sweepOn(today, "03:00");
        JsonObject late = cafe.login("late", "D", "P-4", null).put("at", FIRST + "T12:00:00+08:00");
        cafe.send(service, late);

        assertThat(days(database())).isEqualTo(today.toString());
        assertThat(service.violations().values())
                .anyMatch(one -> "late".equals(one.getString("session")) && one.getJsonObject("person") != null);
        assertThat(service.verify().firstBroken()).isNull();
        sweepOn(today.plusDays(90), "23:00");
        assertThat(days(database())).isEqualTo(today.toString());
    }

    private static final String TODAY = " (SELECT (now() AT TIME ZONE interval '8 hours')::date AS today) AS of_now";

    private DatabaseAddress database() {
        return service.database();
    }

    private void sweepOn(LocalDate day, String time) throws Exception {
        cafe.goTo(day, time);
        service.sweepRetention();
    }

    private static Void swept(RunningService node) throws Exception {
        node.sweepRetention();
        return null;
    }

    private String figures(LocalDate day) throws Exception {
        return ask(database(), "SELECT to_json(daily_figures) FROM daily_figures WHERE day = '" + day + "'");
    }

    private String sessions() throws Exception {
        return ask(database(), "SELECT string_agg(session, ' ' ORDER BY session) FROM session");
    }

    private void hold(LocalDate day) throws Exception {
        execute(
                database(),
                "SET session_replication_role = replica; INSERT INTO legal_hold (id, day_from, day_to, authority, region,"
                        + " reason, made_by, made_at) VALUES (gen_random_uuid(), '" + day + "', '" + day
                        + "', 'culture', '360481', '\\x00', gen_random_uuid(), now())");
    }

    private JsonObject health() throws Exception {
        return service.admin().call(HttpMethod.GET, "/service-health", null).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void lift() throws Exception {
        execute(
                database(),
                "SET session_replication_role = replica; UPDATE legal_hold SET lifting_reason = '\\x00',"
                        + " lifting_asked_by = gen_random_uuid(), lifting_asked_at = now(), lifted_by = gen_random_uuid(),"
                        + " lifted_at = now()");
    }

    private static String askOn(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
