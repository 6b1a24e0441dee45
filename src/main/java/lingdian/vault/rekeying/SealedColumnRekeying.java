package lingdian.vault.rekeying;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import lingdian.platform.database.QueryPool;
import lingdian.vault.seal.KeyUse;
import lingdian.vault.seal.SealedColumn;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultAead;
import lingdian.vault.seal.VaultException;
import lingdian.vault.seal.VaultKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over all {@link SealedColumn}s that seals texts of older keys with the key in use.
 *
 * <p>A portion is one short transaction on rows that no other transaction has locked, opened and sealed off the event
 * loop. Finished portions are permanent, so when a node ends on the way the next pass, its own or another node's,
 * continues from there.
 */
final class SealedColumnRekeying {
    private static final Logger LOG = LoggerFactory.getLogger(SealedColumnRekeying.class);

    private final Vertx vertx;
    private final QueryPool pool;
    private final Vault vault;
    private final BooleanSupplier goesOn;
    private final List<byte[]> prefixes;
    private final SealedColumnStore store = new SealedColumnStore();
    private final Promise<Void> end = Promise.promise();
    private final Iterator<SealedColumn> columns = SealedColumn.RESEALED.iterator();
    private long moved;
    private long closed;

    /** @param goesOn returns false to stop; called before each portion */
    SealedColumnRekeying(Vertx vertx, QueryPool pool, Vault vault, VaultKeys keys, BooleanSupplier goesOn) {
        this.vertx = vertx;
        this.pool = pool;
        this.vault = vault;
        this.goesOn = goesOn;
        prefixes = keys.ring.superseded(KeyUse.SEALING).stream()
                .filter(keys.ring.keys(KeyUse.SEALING)::has)
                .map(VaultAead::prefix)
                .toList();
    }

    /** How many texts were sealed again. */
    long moved() {
        return moved;
    }

    /** How many texts could not be opened and stay as they are. */
    long closed() {
        return closed;
    }

    /** Fails if the database does; texts sealed again until then stay so. */
    Future<Void> walk() {
        if (prefixes.isEmpty()) {
            return Future.succeededFuture();
        }
        nextColumn();
        return end.future();
    }

    private void nextColumn() {
        if (!columns.hasNext() || !goesOn.getAsBoolean()) {
            end.complete();
            return;
        }
        SealedColumn column = columns.next();
        store.blocks(pool, column)
                .onSuccess(blocks -> step(new Table(column, blocks)))
                .onFailure(end::fail);
    }

    /** The position of the pass in a table. */
    private static final class Table {
        final SealedColumn column;
        final long blocks;
        final Set<String> closed = new HashSet<>(); // of the window: a row is found again until it is sealed again
        long window;
        long moved;

        Table(SealedColumn column, long blocks) {
            this.column = column;
            this.blocks = blocks;
        }
    }

    /** Runs one portion, whose end starts the next one: a chain of futures would be as long as the table. */
    private void step(Table table) {
        if (table.window >= table.blocks || !goesOn.getAsBoolean()) {
            left(table);
            nextColumn();
            return;
        }
        pool.withTransaction(connection -> portion(connection, table))
                .onSuccess(claimed -> {
                    if (claimed < table.column.portion()) {
                        table.window += SealedColumnStore.WINDOW;
                        table.closed.clear();
                    }
                    step(table);
                })
                .onFailure(failure -> {
                    left(table);
                    end.fail(failure);
                });
    }

    /** @return how many rows it covered */
    private Future<Integer> portion(SqlConnection connection, Table table) {
        return store.claim(connection, table.column, table.window, prefixes, table.closed)
                .compose(claimed -> vertx.executeBlocking(() -> anew(claimed, table), false)
                        .map(Objects::requireNonNull)
                        .compose(anew -> store.reseal(connection, table.column, anew)
                                .onSuccess(done -> table.moved += anew.size()))
                        .map(done -> claimed.size()));
    }

    private List<SealedColumnStore.StoredCiphertext> anew(
            List<SealedColumnStore.StoredCiphertext> claimed, Table table) {
        var anew = new ArrayList<SealedColumnStore.StoredCiphertext>();
        for (SealedColumnStore.StoredCiphertext one : claimed) {
            try {
                byte[] opened = vault.unsealBytes(one.ciphertext(), one.ref());
                anew.add(new SealedColumnStore.StoredCiphertext(
                        one.place(), one.ref(), vault.sealBytes(opened, one.ref())));
            } catch (VaultException doesNotOpen) {
                table.closed.add(one.place());
                closed++;
            }
        }
        return anew;
    }

    private void left(Table table) {
        moved += table.moved;
        if (table.moved > 0) {
            LOG.info("{} texts in {} were sealed again with the key in use", table.moved, table.column);
        }
    }
}
