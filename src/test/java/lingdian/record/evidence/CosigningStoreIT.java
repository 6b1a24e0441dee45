package lingdian.record.evidence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import lingdian.domain.AccountId;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.record.evidence.CosigningStore.Registration;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.PublicKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The keys with which regulators sign checkpoints, in a real PostgreSQL. */
class CosigningStoreIT {
    private static final Instant NOW = Instant.parse("2026-07-10T04:00:00Z");

    private static DatabaseAddress address;
    private static Vertx vertx;
    private static QueryPool pool;
    private static CosigningStore store;

    @BeforeAll
    static void connect() {
        address = TestDatabase.migrated();
        vertx = Vertx.vertx();
        pool = Databases.queryPool(vertx, address, 4);
        store = new CosigningStore(pool, () -> NOW);
    }

    @AfterAll
    static void disconnect() {
        await(pool.close());
        await(vertx.close());
    }

    @Test
    void aKeyIsRegisteredOnceForWhomever() throws Exception {
        PublicKey key = key();

        assertThat(registered(account(), key)).isEqualTo(Registration.REGISTERED);
        assertThat(registered(account(), key)).isEqualTo(Registration.KNOWN_ALREADY);
    }

    @Test
    void anAccountHasTwentyKeysHoweverManyItRegistersAtOnce() throws Exception {
        AccountId account = account();
        var keys = Stream.generate(CosigningStoreIT::key).limit(26).toList();

        var wanted = keys.stream()
                .map(key -> store.register(UUID.randomUUID(), account, key))
                .toList();
        await(Future.all(wanted));

        var results = wanted.stream().map(Future::result).toList();
        assertThat(Collections.frequency(results, Registration.REGISTERED)).isEqualTo(20);
        assertThat(Collections.frequency(results, Registration.TOO_MANY)).isEqualTo(6);
        assertThat(registered(account(), key())).as("another account").isEqualTo(Registration.REGISTERED);
    }

    private static Registration registered(AccountId account, PublicKey key) {
        return await(store.register(UUID.randomUUID(), account, key));
    }

    private static PublicKey key() {
        try {
            return PublicKey.of(KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AccountId account() throws Exception {
        UUID id = UUID.randomUUID();
        try (var connection = TestDatabase.superuser(address);
                var statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO account (id, name, role, authority, region, token_hash, created_at) VALUES ('" + id
                            + "', 'o', 'regulator', 'culture', '360481', uuid_send('" + id + "'), now())");
        }
        return new AccountId(id);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
