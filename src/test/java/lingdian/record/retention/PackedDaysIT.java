package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.FIRST;
import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.record.retention.RetentionFixture.finding;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Packing;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Complete days are packed, one per sweep, and later dropped like other days. */
class PackedDaysIT {
    private static final LocalDate SECOND = FIRST.plusDays(1);

    private final RetentionFixture cafe = new RetentionFixture();
    private RunningService service;

    @BeforeEach
    void playTwoDays() throws Exception {
        service = RunningService.with().clock(cafe).start();
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
        service.sweepFigures();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void aSweepPacksTheOldestDayThatIsOver() throws Exception {
        String before = ask(database(), Packing.EVERY_RECORD);
        String texts = ask(database(), Packing.EVERY_TEXT);
        sweepOn(SECOND, "23:59");
        assertThat(packed()).as("one day is not enough").isNull();

        sweepOn(SECOND.plusDays(1), "12:00");
        assertThat(packed()).isEqualTo(FIRST.toString());
        assertThat(ask(database(), "SELECT to_regclass('journal_20220307')")).isNull();
        sweepOn(SECOND.plusDays(2), "12:00");
        assertThat(packed()).isEqualTo(FIRST + " " + SECOND);
        sweepOn(SECOND.plusDays(3), "12:00");

        assertThat(ask(database(), Packing.EVERY_RECORD)).isEqualTo(before);
        assertThat(ask(database(), Packing.EVERY_TEXT)).isEqualTo(texts);
        assertThat(ask(database(), "SELECT count(*) FROM sealed")).isEqualTo("0");
        assertThatThrownBy(() -> execute(database(), "TRUNCATE sealed_20220307"))
                .hasMessageContaining("append-only");
        assertThat(ask(database(), "SELECT string_agg(day || ' ' || records, ', ' ORDER BY day) FROM packed_day"))
                .isEqualTo(FIRST + " 5, " + SECOND + " 5");
        assertThat(service.verify().firstBroken()).isNull();
        assertThat(service.verify().records()).isEqualTo(10);
        assertThatThrownBy(() -> execute(database(), "SELECT ensure_day('" + FIRST + "')"))
                .hasMessageContaining("its records are packed");
        cafe.play(service, SECOND.plusDays(3));
        assertThat(service.verify().records()).isEqualTo(15);
    }

    @Test
    void aPackedDayIsDroppedWithItsFiguresAndCutsAndACaseKeepsItsEvidence() throws Exception {
        execute(database(), "UPDATE violation SET case_step = 'dispatched' WHERE login_day = '" + FIRST + "'");
        sweepOn(SECOND.plusDays(1), "12:00");
        assertThat(packed()).isEqualTo(FIRST.toString());
        String figures = figures();
        String record = ask(database(), "SELECT body FROM recorded WHERE seq = 1");
        String cut = ask(database(), "SELECT encode(chain, 'hex') FROM recorded WHERE seq = 5");
        String texts = ask(database(), "SELECT count(*) FROM sealed_text WHERE day = '" + FIRST + "'");
        assertThat(texts).isNotEqualTo("0");
        var before = finding(service, FIRST);

        sweepOn(FIRST.plusDays(91), "12:00");

        assertThat(ask(database(), "SELECT string_agg(DISTINCT day::text, ' ') FROM recorded"))
                .isEqualTo(SECOND.toString());
        assertThat(ask(database(), "SELECT to_regclass('packed_record_20220307')"))
                .isNull();
        assertThat(ask(database(), "SELECT to_regclass('packed_text_20220307')"))
                .isNull();
        assertThat(ask(database(), "SELECT sealed_texts FROM retention_drop")).isEqualTo(texts);
        assertThat(
                        ask(
                                database(),
                                "SELECT count(*) FROM kept_text JOIN kept_evidence USING (stream_number, seq) WHERE sealed_hash = sha256(ciphertext)"))
                .isEqualTo("1");
        assertThat(figures()).isEqualTo(figures);
        assertThat(ask(database(), "SELECT records FROM retention_drop")).isEqualTo("5");
        assertThat(ask(
                        database(),
                        "SELECT first_seq || ' ' || last_seq || ' ' || encode(chain, 'hex') FROM retention_cut"))
                .isEqualTo("1 5 " + cut);
        assertThat(ask(database(), "SELECT string_agg(seq::text, ' ' ORDER BY seq) FROM kept_evidence"))
                .isEqualTo("1 5");
        assertThat(ask(database(), "SELECT body FROM kept_evidence WHERE seq = 1"))
                .isEqualTo(record);
        assertThat(finding(service, FIRST)).isEqualTo(before);
        assertThat(service.verify().firstBroken()).isNull();
    }

    @Test
    void whoReadsForLongPutsItOff() throws Exception {
        try (Connection reader = TestDatabase.superuser(database());
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM journal");
            sweepOn(SECOND.plusDays(1), "12:00");
            assertThat(packed()).isNull();
            assertThat(ask(database(), "SELECT to_regclass('packed_record_20220307')"))
                    .isNull();
            reader.rollback();
        }
        sweepOn(SECOND.plusDays(1), "12:14");
        assertThat(packed()).as("not all over again each minute").isNull();
        sweepOn(SECOND.plusDays(1), "12:15");
        assertThat(packed()).isEqualTo(FIRST.toString());
    }

    @Test
    void aDayThatWouldBeReadOtherwiseStaysAndHoldsUpNoOther() throws Exception {
        execute(
                database(),
                "SET session_replication_role = replica; UPDATE journal SET body = body || E'\\x01' WHERE seq = 3");
        sweepOn(SECOND.plusDays(2), "12:00");
        sweepOn(SECOND.plusDays(2), "12:01");
        assertThat(packed()).isEqualTo(SECOND.toString());
        assertThat(ask(database(), "SELECT count(*) FROM journal WHERE day = '" + FIRST + "'"))
                .isEqualTo("5");
        assertThat(service.verify().firstBroken()).contains("record 3");
        assertThatThrownBy(() -> execute(database(), "SELECT pack_day('" + FIRST + "', now())"))
                .hasMessageContaining(
                        "record 3 of the stream " + RetentionFixture.STREAM + " of the café " + RetentionFixture.CAFE);
    }

    /** Microseconds of a difference of more than 285 years are more than a double holds. */
    @Test
    void timesOfAnyYearArePackedExactly() throws Exception {
        UUID stream = UUID.fromString("7a3c1f52-0011-4000-8000-000000000002");
        List<String> sent = List.of(
                "0001-01-03T00:00:00.123457Z",
                "1500-01-01T00:00:00.123457Z",
                "2400-01-01T00:00:00.123457Z",
                "9999-12-30T23:59:59.123457Z");
        try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe("36048110000002", List.of()))) {
            agent.hello(stream, 0);
            for (int seq = 1; seq <= sent.size(); seq++) {
                String at = sent.get(seq - 1);
                JsonObject patrol = new JsonObject()
                        .put("seq", seq)
                        .put("type", "patrol")
                        .put("officer", "值班员")
                        .put("at", at);
                agent.sendBatch(at, List.of(patrol));
                agent.ack(seq);
            }
        }
        service.sweepFigures();
        String before = ask(database(), Packing.EVERY_RECORD);

        sweepOn(SECOND.plusDays(2), "12:00");
        sweepOn(SECOND.plusDays(2), "12:01");

        assertThat(packed()).isEqualTo(FIRST + " " + SECOND);
        assertThat(ask(database(), Packing.EVERY_RECORD)).isEqualTo(before);
        assertThat(service.verify().firstBroken()).isNull();
    }

    @Test
    void theDatabaseItselfPacksNoYoungDayAndNoneThatIsNotCounted() throws Exception {
        DatabaseAddress empty = TestDatabase.migrated();
        execute(
                empty,
                "SELECT ensure_day(n) FROM (SELECT (now() AT TIME ZONE interval '3 hours')::date - d AS n"
                        + " FROM generate_series(0, 3) AS d) AS days");
        assertThat(ask(
                        empty,
                        "SELECT string_agg(((now() AT TIME ZONE interval '3 hours')::date - day)::text, ' ' ORDER BY day)"
                                + " FROM packable_days('2999-01-01') AS day"))
                .isEqualTo("3 2");
        assertThatThrownBy(
                        () -> execute(
                                empty,
                                "SET ROLE lingdian_service; SELECT pack_day((now() AT TIME ZONE interval '3 hours')::date - 1, now())"))
                .hasMessageContaining("cannot be packed");
        try (Connection counting = TestDatabase.superuser(database());
                var statement = counting.createStatement()) {
            counting.setAutoCommit(false);
            statement.execute("SELECT take_turn('figures')"); // so that no node counts again
            execute(database(), "DELETE FROM counted_stream");
            sweepOn(SECOND.plusDays(1), "12:00");
        }
        assertThat(packed()).isNull();
    }

    @Test
    void nobodyIsLetToChangeWhatIsPacked() throws Exception {
        sweepOn(SECOND.plusDays(1), "12:00");
        for (String table : new String[] {
            "packed_record", "packed_record_20220307", "packed_text", "packed_text_20220307", "packed_day"
        }) {
            refused("SET ROLE lingdian_service; INSERT INTO " + table + " SELECT * FROM " + table);
            for (String role : new String[] {"", "SET ROLE lingdian_service; "}) {
                refused(role + "UPDATE " + table + " SET day = day");
                refused(role + "DELETE FROM " + table);
                refused(role + "TRUNCATE " + table);
            }
        }
        for (String column : new String[] {
            "received_at", "sent_before", "effective_before", "body", "outcome", "sealed_hash", "release_number"
        }) {
            assertThatThrownBy(() -> execute(
                            database(),
                            "SET session_replication_role = replica; UPDATE packed_record SET " + column + " = "
                                    + column + "[1:4]"))
                    .as(column)
                    .hasMessageContaining("check constraint");
        }
        for (String change : new String[] {
            "last_seq = last_seq + 1",
            "seq_after = seq_after || 1::smallint",
            "ciphertext = ciphertext || '\\x00'::bytea"
        }) {
            assertThatThrownBy(() -> execute(
                            database(), "SET session_replication_role = replica; UPDATE packed_text SET " + change))
                    .as(change)
                    .hasMessageContaining("check constraint");
        }
    }

    /** The owner is not a superuser, and is bound by row-level security and by the rights that it gave up. */
    @Test
    void theOwnerOfTheTablesNeedsNoMoreRightsThanToMigrate() throws Exception {
        String owner = "packer_" + ProcessHandle.current().pid();
        execute(database(), "CREATE ROLE " + owner + " LOGIN PASSWORD 'x' NOSUPERUSER CREATEROLE");
        execute(database(), "GRANT lingdian_service, lingdian_reader TO " + owner);
        DatabaseAddress empty = TestDatabase.empty();
        execute(empty, "ALTER DATABASE " + empty.name() + " OWNER TO " + owner);
        var owned = new DatabaseAddress(empty.host(), empty.port(), empty.name(), owner, "x");
        lingdian.platform.database.Migrations.run(owned);
        var theirCafe = new RetentionFixture();
        try (var theirs = RunningService.with()
                .database(owned)
                .keyRing(service.keyRing())
                .settings("suite: international")
                .clock(theirCafe)
                .start()) {
            theirCafe.play(theirs, FIRST);
            theirs.sweepFigures();
            theirCafe.goTo(FIRST.plusDays(2), "12:00");
            theirs.sweepRetention();
            assertThat(ask(empty, "SELECT string_agg(day::text, ' ') FROM packed_day"))
                    .isEqualTo(FIRST.toString());
            assertThat(theirs.verify().records()).isEqualTo(5);
            assertThat(theirs.verify().firstBroken()).isNull();
        }
    }

    private void refused(String sql) {
        assertThatThrownBy(() -> execute(database(), sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }

    private String figures() throws SQLException {
        return ask(database(), "SELECT to_json(daily_figures) FROM daily_figures WHERE day = '" + FIRST + "'");
    }

    private String packed() throws SQLException {
        return ask(database(), "SELECT string_agg(day::text, ' ' ORDER BY day) FROM packed_day");
    }

    private DatabaseAddress database() {
        return service.database();
    }

    private void sweepOn(LocalDate day, String time) throws Exception {
        cafe.goTo(day, time);
        service.sweepRetention();
    }
}
