package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.journal.Verification;
import lingdian.record.journal.VerificationStore;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code verify} detects a drop by hand, and any change of a recorded drop, made with any rights. */
class DropTamperingIT {
    private static final String CAFE = "café 36048110000001, stream " + RetentionFixture.STREAM + ", record ";
    private static final List<String> TABLES = List.of("retention_drop", "retention_cut", "journal", "sealed");

    private static DatabaseAddress database;

    /** SQL that changes something, and the message of verify. */
    private record Tampering(String sql, String named) {
        @Override
        public String toString() {
            return sql;
        }
    }

    @BeforeAll
    static void dropTwoOfFourDays() throws Exception {
        var cafe = new RetentionFixture();
        try (var service = RunningService.with().clock(cafe).start()) {
            database = service.database();
            for (int day = 0; day < 4; day++) {
                cafe.play(service, FIRST.plusDays(day));
            }
            LocalDate later = FIRST.plusDays(92);
            cafe.goTo(later, "03:00");
            service.sweepRetention();
            assertThat(service.verify()).isEqualTo(new Verification.Result(10, 1, null));
        }
        for (String table : TABLES) {
            asSuperuser("CREATE TABLE copy_of_" + table + " AS SELECT * FROM " + table);
        }
    }

    @AfterEach
    void putEverythingBack() throws Exception {
        for (String table : TABLES) {
            asSuperuser("SELECT ensure_day('2022-03-09'), ensure_day('2022-03-10') WHERE '" + table + "' = 'journal';"
                    + "DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM copy_of_" + table);
        }
        assertThat(verify()).isNull();
    }

    static Stream<Tampering> tamperings() {
        return Stream.of(
                new Tampering("DROP TABLE journal_20220309, sealed_20220309", CAFE + "11: it is missing"),
                new Tampering("DROP TABLE journal_20220309, journal_20220310", CAFE + "11: it is missing"),
                new Tampering(
                        "ALTER TABLE journal DETACH PARTITION journal_20220310; DROP TABLE journal_20220310",
                        CAFE + "16: it is missing"),
                new Tampering("UPDATE retention_cut SET last_seq = 11 WHERE first_seq = 6", "the drop 2 of 2022-03-08"),
                new Tampering(
                        "UPDATE retention_cut SET chain = sha256('x') WHERE first_seq = 6", "the drop 2 of 2022-03-08"),
                new Tampering(
                        "UPDATE retention_cut SET chain_before = NULL WHERE first_seq = 6", "the drop 2 of 2022-03-08"),
                new Tampering(
                        "UPDATE retention_cut SET drop_number = 1 WHERE first_seq = 6", "the drop 1 of 2022-03-07"),
                new Tampering("UPDATE retention_drop SET day = day + 100 WHERE number = 1", "the drop 1 of 2022-06-15"),
                new Tampering(
                        "UPDATE retention_drop SET dropped_at = dropped_at + interval '1 microsecond' WHERE number = 2",
                        "the drop 2 of 2022-03-08"),
                new Tampering(
                        "UPDATE retention_drop SET records = records + 1 WHERE number = 2", "the drop 2 of 2022-03-08"),
                new Tampering("DELETE FROM retention_drop WHERE number = 1", "the drop 1: it is missing"),
                new Tampering("DELETE FROM retention_drop WHERE number = 2", "the drop 2: it is missing"),
                new Tampering("DELETE FROM retention_cut WHERE first_seq = 6", "the drop 2 of 2022-03-08"),
                new Tampering("DELETE FROM retention_cut; DELETE FROM retention_drop", CAFE + "1: it is missing"),
                new Tampering(
                        "DROP TABLE journal_20220309; INSERT INTO retention_cut SELECT 3, stream_number, 11, 15, chain, chain"
                                + " FROM retention_cut WHERE first_seq = 6",
                        "the drop 3: it is missing"),
                new Tampering(
                        // The hash is that of a drop made by the database itself, but the chain at its end differs.
                        "DROP TABLE journal_20220309; INSERT INTO retention_cut SELECT 3, stream_number, 11, 15, chain,"
                                + " sha256('x') FROM retention_cut WHERE first_seq = 6; INSERT INTO retention_drop SELECT 3,"
                                + " '2022-03-09', dropped_at, 5, 3, retention_hash(hash, 3, '2022-03-09', dropped_at, 5, 3)"
                                + " FROM retention_drop WHERE number = 2",
                        CAFE + "16 of 2022-03-10: its content does not match its chain hash"));
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void isNamedByVerify(Tampering tampering) throws Exception {
        asSuperuser(tampering.sql());

        assertThat(verify()).startsWith(tampering.named());
    }

    private static void asSuperuser(String sql) throws SQLException {
        TestDatabase.force(database, sql);
    }

    private static String verify() throws SQLException {
        try (var store = VerificationStore.open(database)) {
            return Verification.run(store).firstBroken();
        }
    }
}
