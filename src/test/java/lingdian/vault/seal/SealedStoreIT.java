package lingdian.vault.seal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.ReadMethod;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.testing.MadeUpDocuments;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(KeySuite.class)
class SealedStoreIT {
    private static final String CAFE = "36048110000001";
    private static final UUID STREAM = new UUID(1, 2);
    private static final LocalDate DAY = LocalDate.parse("2026-11-10");
    private static final LocalDate NEXT_DAY = DAY.plusDays(1);
    private static final Document RESIDENT = MadeUpDocuments.resident(MadeUpDocuments.bornOn("1990-02-20"));
    private static final Document PASSPORT = MadeUpDocuments.passport("E12345678", "1990-02-20");

    private static final Document ENDLESS =
            new Document("990", "1".repeat(500_000), "张".repeat(100_000), null, null, ReadMethod.OCR);

    private static final Vertx VERTX = Vertx.vertx();

    private static Path ring;
    private static Vault vault;
    private static DatabaseAddress database;
    private static QueryPool pool;

    @Parameter
    KeySuite suite;

    @BeforeParameterizedClassInvocation
    static void sealSomeLogins(KeySuite suite) throws Exception {
        ring = Files.createTempDirectory("sealed-store").resolve("keys.json");
        vault = new Vault(KeyRing.create(ring, suite));
        database = TestDatabase.migrated();
        pool = Databases.queryPool(VERTX, database, 2);
        try (Connection connection = TestDatabase.superuser(database)) {
            execute(
                    connection,
                    "INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('" + CAFE
                            + "', 'Café', '360481', 'L1', now())");
            execute(
                    connection,
                    "INSERT INTO stream VALUES (1, '" + CAFE + "', '" + STREAM
                            + "', 0, decode(repeat('00', 32), 'hex'), false, now())");
            execute(connection, "SELECT ensure_day('" + DAY + "'), ensure_day('" + NEXT_DAY + "')");
            insert(connection, DAY, 1, "identity", vault.sealDocument(RESIDENT, ref(1, "identity")));
            insert(connection, NEXT_DAY, 2, "identity", vault.sealDocument(PASSPORT, ref(2, "identity")));
            insert(connection, DAY, 3, "quarantine", vault.seal("{", ref(3, "quarantine")));
            insert(connection, DAY, 6, "identity", vault.sealDocument(ENDLESS, ref(6, "identity")));
            insert(connection, DAY, 4, "identity", vault.sealDocument(RESIDENT, ref(5, "identity")));
        }
    }

    @AfterParameterizedClassInvocation
    static void closePool() throws Exception {
        pool.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void theDocumentsOfSeveralDaysComeAtOnceAndOthersAreAbsent() throws Exception {
        LoginRef resident = new LoginRef(1, 1, DAY);
        LoginRef passport = new LoginRef(1, 2, NEXT_DAY);

        assertThat(documents(
                        resident,
                        passport,
                        passport,
                        new LoginRef(1, 1, NEXT_DAY), // another day
                        new LoginRef(2, 1, DAY), // no such stream
                        new LoginRef(1, 3, DAY), // quarantined, no document
                        new LoginRef(1, 9, DAY),
                        new LoginRef(1, 1, DAY.minusDays(1)))) // no such partition
                .isEqualTo(Map.of(resident, RESIDENT, passport, PASSPORT));
    }

    @Test
    void aDocumentThatIsFarTooLongComesWithTheOthers() throws Exception {
        LoginRef endless = new LoginRef(1, 6, DAY);
        LoginRef resident = new LoginRef(1, 1, DAY);

        assertThat(documents(endless, resident)).isEqualTo(Map.of(endless, ENDLESS, resident, RESIDENT));
    }

    @Test
    void nothingWantedIsNothingAsked() throws Exception {
        assertThat(documents()).isEmpty();
    }

    @Test
    void aDocumentThatWasMovedDoesNotOpen() {
        assertThatThrownBy(() -> documents(new LoginRef(1, 4, DAY)))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("event 4");
    }

    @Test
    void anotherRingOpensNothing() throws Exception {
        var stranger = new SealedStore(new Vault(KeyRing.create(ring.resolveSibling("other.json"), suite)));

        assertThatThrownBy(() -> stranger.documents(pool, List.of(new LoginRef(1, 1, DAY)))
                        .await(PATIENCE_SECONDS, SECONDS))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void whatAnOlderKeySealedOpensUntilThatIsRetiredAndIsAbsentThen() throws Exception {
        Path file = Files.copy(ring, ring.resolveSibling("rotated.json"));
        var rotation = new KeyRingRotation(file, () -> Instant.EPOCH);
        rotation.add(List.of(KeyUse.SEALING));
        rotation = new KeyRingRotation(file, () -> Instant.EPOCH.plusSeconds(1));
        rotation.promote(List.of(KeyUse.SEALING));
        Vault newer = new Vault(KeyRing.load(file));
        try (Connection connection = TestDatabase.superuser(database)) {
            insert(connection, DAY, 8, "identity", newer.sealDocument(PASSPORT, ref(8, "identity")));
        }
        LoginRef before = new LoginRef(1, 1, DAY);
        LoginRef after = new LoginRef(1, 8, DAY);
        assertThat(documents(newer, before, after)).isEqualTo(Map.of(before, RESIDENT, after, PASSPORT));

        String old = KeyRingRotation.list(KeyRing.load(ring)).getFirst().number();
        new KeyRingRotation(file, () -> Instant.EPOCH.plusSeconds(2)).retire(KeyUse.SEALING, old, Duration.ZERO);

        assertThat(documents(new Vault(KeyRing.load(file)), before, after)).isEqualTo(Map.of(after, PASSPORT));
        assertThatThrownBy(() -> documents(before, after)) // a ring that never had the newer key
                .isInstanceOf(VaultException.class);
    }

    private static Map<LoginRef, Credential> documents(LoginRef... refs) throws Exception {
        return documents(vault, refs);
    }

    private static Map<LoginRef, Credential> documents(Vault with, LoginRef... refs) throws Exception {
        return new SealedStore(with).documents(pool, List.of(refs)).await(PATIENCE_SECONDS, SECONDS);
    }

    private static SealedRef ref(long seq, String kind) {
        return new SealedRef(CAFE, STREAM, seq, kind);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void insert(Connection connection, LocalDate day, long seq, String kind, byte[] ciphertext)
            throws Exception {
        try (var statement = connection.prepareStatement("INSERT INTO sealed VALUES (?, 1, ?, ?, ?, ?)")) {
            statement.setObject(1, day);
            statement.setLong(2, seq);
            statement.setString(3, kind);
            statement.setBytes(4, ciphertext);
            statement.setBytes(5, MessageDigest.getInstance("SHA-256").digest(ciphertext));
            statement.executeUpdate();
        }
    }
}
