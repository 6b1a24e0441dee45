package lingdian.vault.seal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Which rings a database accepts, and how a running node switches to a new one. */
@ParameterizedClass
@EnumSource(KeySuite.class)
class KeyRingStoreIT {
    private static final Vertx VERTX = Vertx.vertx();
    private static final List<KeyUse> ALL = List.of(KeyUse.SEALING, KeyUse.PERSON_TOKENS, KeyUse.CONTENT_MACS);

    @Parameter
    KeySuite suite;

    @TempDir
    Path directory;

    private final AtomicLong millis = new AtomicLong();
    private final DatabaseAddress database = TestDatabase.migrated();
    private final QueryPool pool = Databases.queryPool(VERTX, database, 2);
    private final List<KeyRingChange> told = new CopyOnWriteArrayList<>();
    private final KeyRingStore store = new KeyRingStore((connection, change) -> {
        told.add(change);
        return Future.succeededFuture();
    });
    private Path file;
    private KeyRingRotation rotation;

    @BeforeEach
    void createARing() throws Exception {
        file = directory.resolve("keys.json");
        KeyRing.create(file, suite);
        rotation = new KeyRingRotation(file, () -> Instant.ofEpochMilli(millis.incrementAndGet()));
    }

    @AfterEach
    void closePool() throws Exception {
        pool.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void theFirstRingIsTheDatabasesAndAnyOtherIsRefused() throws Exception {
        check(ring());
        check(ring());

        assertRefused(KeyRing.create(directory.resolve("other.json"), suite), "it lacks the key ");
        check(ring());
    }

    /** Also before anything was made with the first ring: the chains of records have begun. */
    @Test
    void aRingOfTheOtherSuiteIsRefused() throws Exception {
        check(ring());
        KeySuite other = suite == KeySuite.GUOMI ? KeySuite.INTERNATIONAL : KeySuite.GUOMI;
        KeyRing ring = KeyRing.create(directory.resolve("other.json"), other);

        assertThatThrownBy(() -> check(ring))
                .isInstanceOf(KeyRingException.class)
                .hasMessage("the key ring " + ring.file() + " is of the suite " + other
                        + ", but the database was made with the suite " + suite + ", which cannot be changed");
        check(ring());
    }

    @Test
    void anotherKeyUnderARememberedNumberIsRefused() throws Exception {
        check(ring());

        for (KeyUse use : KeyUse.OF_THE_VAULT) {
            int number = ring().keys(use).primary();
            KeyRing forged = ring().with(use, KeyRingKeys.single(number, ring().newKey(use)), KeyRingHistory.NONE);
            assertRefused(
                    forged,
                    "the key " + Integer.toUnsignedString(number) + " for " + use + " differs from the recorded one");
        }
    }

    @Test
    void aRingWithoutAKeyThatWasUsedIsRefusedByUseAndNumber() throws Exception {
        KeyRing old = ring();
        check(old);
        rotation.add(List.of(KeyUse.PERSON_TOKENS));
        check(ring());
        check(old); // the new key has made nothing yet
        rotation.promote(List.of(KeyUse.PERSON_TOKENS));
        check(ring());

        assertRefused(
                old,
                "it lacks the key "
                        + Integer.toUnsignedString(
                                ring().keys(KeyUse.PERSON_TOKENS).primary()) + " for personTokens");
        assertThat(store.lacking(pool, old).await(PATIENCE_SECONDS, SECONDS)).hasSize(1);
        assertThat(store.lacking(pool, ring()).await(PATIENCE_SECONDS, SECONDS)).isEmpty();
    }

    @Test
    void aKeyThatIsRetiredIsNotMissed() throws Exception {
        KeyRing old = ring();
        check(old);
        rotation.add(ALL);
        rotation.promote(ALL);
        check(ring());
        for (KeyUse use : ALL) {
            rotation.retire(use, Integer.toUnsignedString(old.keys(use).primary()), Duration.ZERO);
        }

        check(ring());
        check(ring());
        assertRefused(old, "the key ");
    }

    @Test
    void anOldCopyWhosePrimaryKeyWasRetiredIsRefused() throws Exception {
        check(ring());
        rotation.add(List.of(KeyUse.SEALING));
        KeyRing copy = ring();
        rotation.promote(List.of(KeyUse.SEALING));
        rotation.retire(
                KeyUse.SEALING,
                Integer.toUnsignedString(copy.keys(KeyUse.SEALING).primary()),
                Duration.ZERO);
        check(ring());

        assertRefused(copy, "it is an old copy, the key ");
    }

    /** Whoever has the service's login adds rows, and may say of a key that it was retired. */
    @Test
    void aRowThatIsMadeUpIsNamedWithWhatTheOwnerOfTheTablesRuns() throws Exception {
        check(ring());
        long number = Integer.toUnsignedLong(ring().keys(KeyUse.SEALING).primary());
        String insert = "INSERT INTO vault_key (use, number, check_value) VALUES ('sealing', %1$d, '\\x00');"
                + " UPDATE vault_key SET used_at = now() WHERE number = %1$d";
        long none = number + (1L << 32);

        assertThat(ofMadeUp(insert.formatted(none), "it lacks the key " + none + " for sealing"))
                .isEqualTo("DELETE FROM lingdian.vault_key WHERE use = 'sealing' AND number = " + none + ";");
        assertThat(ofMadeUp(insert.formatted(number ^ 1), "it lacks the key " + (number ^ 1) + " for sealing"))
                .isEqualTo("DELETE FROM lingdian.vault_key WHERE use = 'sealing' AND number = " + (number ^ 1) + ";");
        assertThat(ofMadeUp("UPDATE vault_key SET retired_at = now() WHERE number = " + number, "it is an old copy, "))
                .isEqualTo("UPDATE lingdian.vault_key SET retired_at = NULL WHERE use = 'sealing' AND number = "
                        + number + ";");
    }

    /** By which the ring is accepted again. */
    private String ofMadeUp(String sql, String why) throws Exception {
        pool.query(sql).execute().await(PATIENCE_SECONDS, SECONDS);
        var refused = new AtomicReference<String>();
        assertThatThrownBy(() -> check(ring()))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining(why)
                .satisfies(failure -> refused.set(failure.getMessage()));
        String message = refused.get();
        String statement = message.substring(message.indexOf(" runs: ") + " runs: ".length());
        TestDatabase.execute(database, statement);
        check(ring());
        return statement;
    }

    /** What a key signed is compared years after it left the ring. */
    @Test
    void aSigningKeyIsProvenBeforeItIsUsedAndAfterItWasRetired() throws Exception {
        KeyRing old = ring();
        PublicKey first = new Vault(old).publicKey();
        check(old);
        rotation.add(ALL);
        rotation.add(List.of(KeyUse.SIGNING));
        check(ring());
        rotation.promote(ALL);
        rotation.promote(List.of(KeyUse.SIGNING));
        retire(old, KeyUse.SIGNING);
        retire(old, KeyUse.CONTENT_MACS);
        check(ring());

        var vault = new Vault(ring());
        assertThat(vault.hasSigningKey(first)).isFalse();
        assertThat(vault.hasSigningKey(vault.publicKey())).isTrue();
        assertThat(proven(vault, first)).isTrue();
        assertThat(proven(vault, vault.publicKey())).isTrue();
        assertThat(proven(vault, new Vault(other()).publicKey())).isFalse();
        assertThat(proven(new Vault(other()), first)).isFalse();
    }

    /** Their rows are from before there were proofs, and the ring says that it had a key of this number. */
    @Test
    void aSigningKeyThatWasRetiredBeforeIsProvenUnlessTwoHaveItsNumber() throws Exception {
        KeyRing old = ring();
        PublicKey first = new Vault(old).publicKey();
        PublicKey alien = new Vault(other()).publicKey();
        rotation.add(List.of(KeyUse.SIGNING));
        rotation.promote(List.of(KeyUse.SIGNING));
        retire(old, KeyUse.SIGNING);
        long number = Integer.toUnsignedLong(old.keys(KeyUse.SIGNING).primary());
        stored(first, number, false);
        check(ring());
        assertThat(proven(new Vault(ring()), first)).isFalse();

        stored(first, number, true);
        stored(alien, number, true);
        check(ring());
        assertThat(proven(new Vault(ring()), first)).isFalse();
        assertThat(proven(new Vault(ring()), alien)).isFalse();

        stored(alien, number + 1, true);
        check(ring());
        assertThat(proven(new Vault(ring()), first)).isTrue();
        assertThat(proven(new Vault(ring()), alien)).isFalse();
    }

    private void retire(KeyRing old, KeyUse use) throws Exception {
        rotation.retire(use, Integer.toUnsignedString(old.keys(use).primary()), Duration.ZERO);
    }

    private KeyRing other() throws Exception {
        Path path = directory.resolve("other.json");
        return Files.exists(path) ? KeyRing.load(path) : KeyRing.create(path, suite);
    }

    private void stored(PublicKey key, long number, boolean before) throws Exception {
        TestDatabase.force(
                database,
                "DELETE FROM signing_key WHERE fingerprint = '%1$s'; INSERT INTO signing_key VALUES ('%1$s', %2$d, '%3$s', '\\x%4$s', now(), %5$s)"
                        .formatted(
                                key.fingerprint(),
                                number,
                                key.algorithm(),
                                HexFormat.of().formatHex(key.encoded()),
                                before));
    }

    private boolean proven(Vault vault, PublicKey key) throws Exception {
        return pool.preparedQuery("SELECT FROM signing_key_proof WHERE proof = $1")
                        .execute(Tuple.of(Buffer.buffer(vault.signingKeyProof(key))))
                        .await(PATIENCE_SECONDS, SECONDS)
                        .size()
                == 1;
    }

    @Test
    void whatChangesIsToldOnceByWhicheverNodeIsFirst() throws Exception {
        check(ring());
        check(ring());
        assertThat(told).singleElement().satisfies(first -> {
            assertThat(first.added()).hasSize(4).containsExactlyInAnyOrderElementsOf(first.promoted());
            assertThat(first.retired()).isEmpty();
        });
        KeyRing old = ring();

        rotation.add(List.of(KeyUse.SEALING));
        check(ring());
        rotation.promote(List.of(KeyUse.SEALING));
        check(ring());
        String number = KeyRingRotation.shown(old.keys(KeyUse.SEALING).primary());
        rotation.retire(KeyUse.SEALING, number, Duration.ZERO);
        var one = store.check(pool, ring());
        var two = store.check(pool, ring());
        Await.until("both have looked", () -> one.succeeded() && two.succeeded());

        var added = new KeyRingChange.Key(
                KeyUse.SEALING,
                KeyRingRotation.shown(ring().keys(KeyUse.SEALING).primary()));
        assertThat(told.subList(1, told.size()))
                .containsExactly(
                        new KeyRingChange(List.of(added), List.of(), List.of()),
                        new KeyRingChange(List.of(), List.of(added), List.of()),
                        new KeyRingChange(
                                List.of(), List.of(), List.of(new KeyRingChange.Key(KeyUse.SEALING, number))));
    }

    @Test
    void ofTwoRingsThatComeAtOnceOneIsTheDatabases() throws Exception {
        KeyRing other = KeyRing.create(directory.resolve("other.json"), suite);
        var one = store.check(pool, ring());
        var two = store.check(pool, other);

        Await.until("both are answered", () -> one.isComplete() && two.isComplete());

        assertThat(List.of(one.succeeded(), two.succeeded())).containsExactlyInAnyOrder(true, false);
        assertThat(numbers()).hasSize(4);
    }

    @Test
    void aChangedFileIsTakenOverByItself() throws Exception {
        var vault = new Vault(ring());
        var watch = new KeyRingWatch(VERTX, pool, store, vault, 20);
        int before = vault.tokenVersion();
        watch.start();
        try {
            rotation.add(ALL);
            Await.until("it knows", () -> vault.tokens("990", "1").others().size() == 1);
            assertThat(vault.tokenVersion()).isEqualTo(before);
            rotation.promote(ALL);
            Await.until("it uses", () -> vault.tokenVersion() != before);
        } finally {
            watch.stop();
        }
    }

    @Test
    void whoAsksWhileALookIsUnderWayIsAnsweredByOneThatBeganLater() throws Exception {
        var vault = new Vault(ring());
        var watch = new KeyRingWatch(VERTX, pool, store, vault, 1_000_000);
        for (int round = 1; round <= 20; round++) {
            var underWay = watch.runNow();
            rotation.add(List.of(KeyUse.SEALING));
            look(watch);
            assertThat(vault.keys().ring.keys(KeyUse.SEALING).byNumber()).hasSize(round + 1);
            assertThat(underWay).isNotNull();
        }
    }

    @Test
    void aBrokenOrForeignFileIsRefusedByNameAndTheOldRingKept() throws Exception {
        KeyRing old = ring();
        check(old);
        var vault = new Vault(old);
        var watch = new KeyRingWatch(VERTX, pool, store, vault, 1_000_000);
        var log = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(KeyRingWatch.class);
        log.start();
        logger.addAppender(log);
        try {
            Path good = Files.copy(file, directory.resolve("good.json"));
            Files.writeString(file, "{");
            look(watch);
            look(watch); // logged once
            Files.delete(file);
            look(watch);
            KeyRing.create(file, suite);
            look(watch);
            Files.delete(file);
            KeyRing.create(file, suite == KeySuite.GUOMI ? KeySuite.INTERNATIONAL : KeySuite.GUOMI);
            look(watch);

            assertThat(vault.keys().ring).isSameAs(old);
            assertThat(log.list)
                    .hasSize(4)
                    .allSatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.ERROR))
                    .allSatisfy(event -> assertThat(event.getFormattedMessage()).contains(file.toString()));
            assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .satisfiesExactly(
                            said -> assertThat(said).endsWith("is not a key ring of Lingdian"),
                            said -> assertThat(said).endsWith("does not exist"),
                            said -> assertThat(said).contains("it lacks the key "),
                            said -> assertThat(said).endsWith("is of another suite now"));
            Files.delete(file);
            Files.move(good, file);
            rotation.add(ALL);
            look(watch);
            assertThat(vault.tokens("990", "1").others()).hasSize(1);
        } finally {
            logger.detachAppender(log);
        }
    }

    private static void look(KeyRingWatch watch) throws Exception {
        watch.runNow().await(PATIENCE_SECONDS, SECONDS);
    }

    private KeyRing ring() throws KeyRingException {
        return KeyRing.load(file);
    }

    private void check(KeyRing ring) throws Exception {
        store.check(pool, ring).await(PATIENCE_SECONDS, SECONDS);
    }

    private Set<Long> numbers() throws Exception {
        var numbers = new HashSet<Long>();
        pool.query("SELECT number FROM vault_key")
                .execute()
                .await(PATIENCE_SECONDS, SECONDS)
                .forEach(row -> numbers.add(row.getLong(0)));
        return numbers;
    }

    private void assertRefused(KeyRing ring, String why) {
        assertThatThrownBy(() -> check(ring))
                .isInstanceOf(KeyRingException.class)
                .hasMessageStartingWith("the key ring " + ring.file() + " is not the one of this database: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}
