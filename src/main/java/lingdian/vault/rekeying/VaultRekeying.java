package lingdian.vault.rekeying;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.vault.registry.RegistryMove;
import lingdian.vault.registry.RegistryMoveStore;
import lingdian.vault.seal.KeyUse;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultAead;
import lingdian.vault.seal.VaultException;
import lingdian.vault.seal.VaultKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the registry's entries, and all sealed texts that are kept for years, to the keys in use, in the background, so
 * that older keys can be retired.
 *
 * <p>A login or registration could move its person's entry, but most entries are not touched for years. A portion is
 * one short transaction on rows that no other transaction has locked, so any number of nodes share the work and none
 * waits for it. It begins some time after a ring was reloaded, when everything hashed with the previous ring is
 * committed, and ends with a pass that finds no more entries.
 */
public final class VaultRekeying implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(VaultRekeying.class);
    private static final int PORTION = 200;
    private static final UUID FIRST = new UUID(0, 0);

    private final Vertx vertx;
    private final QueryPool pool;
    private final Vault vault;
    private final long periodMillis;
    private final RegistryMoveStore store = new RegistryMoveStore();
    private final Periodic ticks;
    private @Nullable Walk walking;
    private @Nullable VaultKeys seen;
    private @Nullable VaultKeys settled;
    private long saidRetired;
    private long saidDamaged;
    private long saidClosed;

    /** One pass over the whole registry, and then over the columns of sealed texts. */
    private static final class Walk {
        final VaultKeys keys;
        final List<Integer> versions;
        final List<byte[]> prefixes;
        final Promise<Void> end = Promise.promise();
        UUID after = FIRST;
        long moved;
        long retired;
        long damaged;

        Walk(VaultKeys keys) {
            this.keys = keys;
            versions = keys.ring.superseded(KeyUse.PERSON_TOKENS);
            prefixes = keys.ring.superseded(KeyUse.SEALING).stream()
                    .map(VaultAead::prefix)
                    .toList();
        }

        boolean isNeeded() {
            return !versions.isEmpty() || !prefixes.isEmpty();
        }
    }

    /** @param periodMillis how long it waits after a ring was reloaded, and between passes */
    public VaultRekeying(Vertx vertx, QueryPool pool, Vault vault, long periodMillis) {
        this.vertx = vertx;
        this.pool = pool;
        this.vault = vault;
        this.periodMillis = periodMillis;
        this.ticks = Periodic.of(vertx, "looking whether the ring of keys changed", this::tick);
    }

    @Override
    public void start() {
        ticks.start(periodMillis);
    }

    /** Stops after the current portion. */
    @Override
    public void stop() {
        ticks.stop();
    }

    private synchronized void tick() {
        VaultKeys now = vault.keys();
        if (now != seen) {
            seen = now;
        } else if (now != settled) {
            runNow();
        }
    }

    /** Runs a complete pass now. Never fails: errors are retried by the next pass. */
    @Override
    public synchronized Future<Void> runNow() {
        if (walking != null) {
            return walking.end.future();
        }
        var walk = new Walk(vault.keys());
        if (!walk.isNeeded()) {
            settled = walk.keys;
            return Future.succeededFuture();
        }
        walking = walk;
        step(walk);
        return walk.end.future();
    }

    /** Runs one portion, whose end starts the next one: a chain of futures would be as long as the registry. */
    private void step(Walk walk) {
        pool.withTransaction(connection -> portion(connection, walk))
                .onSuccess(rows -> {
                    if (rows == PORTION && goesOn(walk)) {
                        step(walk);
                    } else {
                        texts(walk);
                    }
                })
                .onFailure(failure -> postpone(walk, failure));
    }

    private boolean goesOn(Walk walk) {
        return vault.keys() == walk.keys && !ticks.isStopped();
    }

    private void texts(Walk walk) {
        var columns = new SealedColumnRekeying(vertx, pool, vault, walk.keys, () -> goesOn(walk));
        columns.walk().onSuccess(walked -> ended(walk, columns)).onFailure(failure -> postpone(walk, failure));
    }

    private void postpone(Walk walk, Throwable failure) {
        LOG.warn(
                "Re-keying was interrupted and will be retried: {}",
                failure.getClass().getSimpleName());
        ended(walk, false);
    }

    /** @return how many rows it covered */
    private Future<Integer> portion(SqlConnection connection, Walk walk) {
        return store.claim(connection, walk.after, walk.versions, walk.prefixes, PORTION)
                .compose(rows -> vertx.executeBlocking(() -> opened(rows, walk), false)
                        .compose(moves -> store.move(connection, moves).map(done -> {
                            walk.moved += moves.size();
                            return rows.size();
                        })));
    }

    private List<RegistryMove> opened(List<RegistryMove.Row> rows, Walk walk) {
        var moves = new ArrayList<RegistryMove>();
        for (RegistryMove.Row row : rows) {
            walk.after = row.token().value();
            try {
                RegistryMove move = RegistryMove.toKeysInUse(vault, row);
                if (move.isOfUse(row)) {
                    moves.add(move);
                } else {
                    walk.damaged++;
                }
            } catch (VaultException closed) {
                if (closed.keyRetired()) {
                    walk.retired++;
                } else {
                    walk.damaged++;
                }
            }
        }
        return moves;
    }

    private void ended(Walk walk, SealedColumnRekeying columns) {
        if (walk.moved > 0) {
            LOG.info("{} entries of the registry were moved to the keys in use", walk.moved);
        }
        boolean clean = walk.moved == 0 && columns.moved() == 0 && goesOn(walk);
        if (clean) {
            say(walk, columns.closed());
        }
        ended(walk, clean);
    }

    private synchronized void ended(Walk walk, boolean clean) {
        walking = null;
        if (clean) {
            settled = walk.keys;
        }
        walk.end.complete();
    }

    private void say(Walk walk, long closed) {
        if (walk.retired == 0 && walk.damaged == 0 && closed == 0) {
            LOG.info(
                    "Re-keying is complete: older keys are needed only for records that are kept as they were written");
        }
        if (walk.retired != saidRetired || walk.damaged != saidDamaged) {
            LOG.warn(
                    "Entries of the registry that can no longer be opened stay as they are: {} whose key is retired,"
                            + " {} that were altered or sealed with an unknown key",
                    walk.retired,
                    walk.damaged);
        }
        if (closed != saidClosed) {
            LOG.warn("Sealed texts that cannot be opened, because they were altered, stay as they are: {}", closed);
        }
        saidRetired = walk.retired;
        saidDamaged = walk.damaged;
        saidClosed = closed;
    }
}
