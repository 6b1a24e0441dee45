package lingdian.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.EmbeddedDatabase;
import lingdian.platform.database.Migrations;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many entries a second go through the one chain of the access log, and how long each waits, by how many write at once.
 *
 * <p>A measurement and no test: {@code mvn -q test -Dtest=AccessLogBenchmark}, {@code -Dentries=} for another length. Each
 * entry has a reason, so that it is sealed, and a transaction of its own, on a database that waits for its disk.
 */
class AccessLogBenchmark {
    private static final int ENTRIES = Integer.getInteger("entries", 5_000);
    private static final int CONNECTIONS = 16;

    @Test
    void appendToTheChain(@TempDir Path directory) throws Exception {
        var vertx = Vertx.vertx();
        try (var embedded = EmbeddedDatabase.start(directory.resolve("database"))) {
            DatabaseAddress address = embedded.address();
            Migrations.run(address);
            QueryPool pool = Databases.queryPool(vertx, address, CONNECTIONS);
            Path ring = Files.createDirectory(directory.resolve("ring")).resolve("keys.json");
            var log = new AccessLogStore(
                    pool, new Vault(KeyRing.create(ring)), java.time.InstantSource.system(), UUID::randomUUID);
            write(log, CONNECTIONS); // warms up
            for (int writers : new int[] {1, 4, CONNECTIONS}) {
                report(writers, write(log, writers));
            }
            pool.close().await(PATIENCE_SECONDS, SECONDS);
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    /** @return how long each entry took; the last of them how long all did */
    private static long[] write(AccessLogStore log, int writers) throws Exception {
        var nanos = new long[ENTRIES / writers * writers + 1];
        long begun = System.nanoTime();
        var all = new Future<?>[writers];
        for (int writer = 0; writer < writers; writer++) {
            var done = Promise.<Void>promise();
            next(log, nanos, writer, writers, done);
            all[writer] = done.future();
        }
        Future.all(Arrays.asList(all)).await(600, SECONDS);
        nanos[nanos.length - 1] = System.nanoTime() - begun;
        return nanos;
    }

    private static void next(AccessLogStore log, long[] nanos, int nth, int writers, Promise<Void> done) {
        if (nth >= nanos.length - 1) {
            done.complete();
            return;
        }
        long begun = System.nanoTime();
        log.append(AccessEntry.done(Actor.account(new AccountId(new UUID(0, 7))), Action.UNMASK)
                        .on(Subject.of(Subject.Kind.VIOLATION, new UUID(0, nth)))
                        .inRegion(new RegionCode("360481"))
                        .because("案件 7 的核查"))
                .onFailure(done::fail)
                .onSuccess(written -> {
                    nanos[nth] = System.nanoTime() - begun;
                    next(log, nanos, nth + writers, writers, done);
                });
    }

    private static void report(int writers, long[] measured) {
        long[] nanos = Arrays.copyOf(measured, measured.length - 1);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%2d writing at once: %.0f entries/s, each p50=%.2f ms p99=%.2f ms%n",
                writers,
                nanos.length / (measured[measured.length - 1] / 1e9),
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6);
    }
}
