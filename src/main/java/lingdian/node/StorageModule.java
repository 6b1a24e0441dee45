package lingdian.node;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import lingdian.law.judge.StampedEvent;
import lingdian.office.api.KeyRingLog;
import lingdian.platform.database.CommitPool;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.ReaderPool;
import lingdian.platform.database.StandbyPool;
import lingdian.platform.settings.Settings;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.vault.seal.KeyRingStore;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultDayKeys;
import org.jspecify.annotations.Nullable;

/** The connection pools, the keys that seal personal data, and the access log. */
final class StorageModule implements NodeModule {
    final CommitPool commits;
    final QueryPool queries;
    /** Of {@link #queries}, for what goes by the clock in the background. */
    final QueryPool jobs;

    final QueryPool office;
    final ReaderPool readers;
    final @Nullable StandbyPool standby;
    final Vault vault;
    final VaultDayKeys dayKeys;
    final DatabaseClock clocks;
    final AccessLogStore accessLog;
    final KeyRingStore keyRings;
    private final NodeContext node;

    StorageModule(NodeContext node) {
        this.node = node;
        Settings.Database sizes = node.settings.database();
        vault = new Vault(node.options.keyRing());
        dayKeys = new VaultDayKeys(node.vertx, vault);
        commits = Databases.commitPool(node.vertx, node.database, sizes.commitConnections());
        queries = Databases.queryPool(node.vertx, node.database, sizes.queryConnections());
        office = Databases.officePool(node.vertx, node.database, sizes.officeConnections());
        readers = Databases.readerPool(node.vertx, node.database, sizes.readerConnections());
        standby = standby(sizes);
        clocks = new DatabaseClock(queries, node.options.wall(), node.options.steady());
        jobs = clocks.whileAgreed(queries);
        accessLog = node.options.isRealTime()
                ? new AccessLogStore(queries, vault, UUID::randomUUID)
                : new AccessLogStore(queries, vault, node.clock(), UUID::randomUUID);
        keyRings = new KeyRingStore(new KeyRingLog(accessLog));
        watchPool(Databases.COMMIT, sizes.commitConnections());
        watchPool(Databases.QUERY, sizes.queryConnections());
        watchPool(Databases.OFFICE, sizes.officeConnections());
        watchPool(Databases.READER, sizes.readerConnections());
        if (standby != null) {
            watch(standby, sizes.readerConnections());
        }
        node.meters.watchDisk(node.options.keyRing().file().toAbsolutePath().resolveSibling("."));
    }

    private @Nullable StandbyPool standby(Settings.Database sizes) {
        DatabaseAddress address = node.options.readDatabase();
        return address == null
                ? null
                : new StandbyPool(
                        node.vertx,
                        address,
                        queries,
                        sizes.readerConnections(),
                        Duration.ofSeconds(node.settings.records().read().behindSeconds()));
    }

    /** How the standby for readers is; null: there is none. */
    StandbyPool.@Nullable State standbyState() {
        return standby == null ? null : standby.state();
    }

    private void watch(StandbyPool pool, int size) {
        node.database.onChange(pool::historyChanged);
        watchPool(Databases.STANDBY, size);
        node.meters.watchStandby(pool::behindMillis, pool::answered, pool::declined);
    }

    private void watchPool(String pool, int size) {
        node.meters.watchPool(pool, () -> node.poolUse.used(pool), () -> node.poolUse.waiting(pool), size);
    }

    /** Refuses a key ring that belongs to another database. */
    @Override
    public Future<Void> start() {
        node.database.watch();
        if (standby != null) {
            standby.watch();
        }
        return keyRings.check(queries, node.options.keyRing())
                .compose(checked ->
                        dayKeys.open(queries, StampedEvent.day(node.clock().instant())));
    }

    @Override
    public Future<Void> stop() {
        node.database.stop();
        Future<Void> ofStandby = standby == null ? Future.succeededFuture() : standby.close();
        return Future.join(commits.close(), queries.close(), office.close(), readers.close(), ofStandby)
                .mapEmpty();
    }
}
