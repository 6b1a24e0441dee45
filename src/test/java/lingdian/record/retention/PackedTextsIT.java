package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Packing;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sealed texts of a packed day are read as they were appended, however they lie and whatever their hash is. */
class PackedTextsIT {
    private static final String DAY = "2022-03-07";

    /** Texts of one stream: every 150th number, each of another length; of one number many of one kind. */
    private static final String MANY = """
            INSERT INTO sealed
            SELECT date '2022-03-07', 7, n * 150, 'identity', text, %s FROM generate_series(1, 450) AS n,
              LATERAL (SELECT decode(repeat(md5(n::text), n %% 9), 'hex') AS text) AS sealing
            UNION ALL SELECT date '2022-03-07', 7, 300, 'conflict', text, sha256(text) FROM generate_series(1, 16) AS n,
              LATERAL (SELECT decode(repeat(md5(n::text), 8000), 'hex') AS text) AS sealing
            UNION ALL SELECT date '2022-03-07', 8, 3000000000000 + n, 'quarantine', '\\x00', sha256('\\x00') FROM generate_series(1, 3) AS n
            """;

    private DatabaseAddress database;

    @BeforeEach
    void makeADay() throws SQLException {
        database = TestDatabase.migrated();
        execute(database, "SELECT ensure_day('" + DAY + "')");
    }

    @Test
    void eachIsReadAsItWasSealed() throws SQLException {
        packed(MANY.formatted("sha256(text)"));

        assertThat(ask(database, "SELECT count(*) FROM packed_text WHERE ciphertext_hash IS NOT NULL"))
                .isEqualTo("0");
        assertThat(ask(database, "SELECT count(*) FROM packed_text WHERE kind = 'conflict' AND first_seq = 300"))
                .as("a row is no longer than some texts of 128 kB")
                .isEqualTo("8");
        assertThat(ask(database, "SELECT max(cardinality(seq_after)) FROM packed_text"))
                .isEqualTo("200");
    }

    /** As in the guomi suite. PostgreSQL reckons no SM3. */
    @Test
    void anotherHashIsStored() throws SQLException {
        packed(MANY.formatted("decode(repeat(md5('sm3' || n), 2), 'hex')"));

        assertThat(ask(
                        database,
                        "SELECT string_agg(DISTINCT kind, ' ') FROM packed_text WHERE ciphertext_hash IS NOT NULL"))
                .isEqualTo("identity");
    }

    /** What is appended late is read beside them. */
    @Test
    void whatComesLaterIsKept() throws SQLException {
        packed(MANY.formatted("sha256(text)"));
        execute(
                database,
                "SET ROLE lingdian_service; INSERT INTO sealed VALUES ('" + DAY
                        + "', 7, 151, 'quarantine', '\\x01', '\\x01')");

        assertThat(ask(database, "SELECT kind FROM sealed_text WHERE stream_number = 7 AND seq = 151"))
                .isEqualTo("quarantine");
    }

    @Test
    void aDayWithATextThatCannotBePackedStaysAsItIs() throws SQLException {
        execute(database, "INSERT INTO sealed VALUES ('" + DAY + "', 7, 0, 'identity', '\\x00', '\\x00')");

        assertThatThrownBy(() -> execute(database, "SELECT pack_day('" + DAY + "', now())"))
                .hasMessageContaining("check constraint");
        assertThat(ask(database, "SELECT count(*) FROM sealed")).isEqualTo("1");
    }

    private void packed(String texts) throws SQLException {
        execute(database, "SET session_replication_role = replica; " + texts); // without their chain and their record
        String before = ask(database, Packing.EVERY_TEXT);
        execute(database, "SELECT pack_day('" + DAY + "', now())");

        assertThat(ask(database, "SELECT count(*) FROM sealed")).isEqualTo("0");
        assertThat(ask(database, Packing.EVERY_TEXT)).isEqualTo(before);
        assertThat(
                        ask(
                                database,
                                "SELECT count(*) FROM sealed_text WHERE stream_number = 7 AND seq = 300 AND from_seq <= 300 AND to_seq >= 300"))
                .isEqualTo("17");
    }
}
