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
import lingdian.platform.QueryPool;
import lingdian.vault.seal.KeyUse;
import lingdian.vault.seal.SealedColumn;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultAead;
import lingdian.vault.seal.VaultException;
import lingdian.vault.seal.VaultKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way through all {@link SealedColumn}s: what an older key sealed is sealed anew with the one in use.
 *
 * <p>A portion is one short transaction on rows that nobody else has locked, opened and sealed off the event loop. What is done
 * stays done, so a node that ends on the way leaves the rest to the next walk, its own or another node's.
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
    private final Iterator<SealedColumn> columns = SealedColumn.SEALED_ANEW.iterator();
    private long moved;
    private long closed;

    /** @param goesOn asked before each portion */
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

    /** How many were sealed anew. */
    long moved() {
        return moved;
    }

    /** How many did not open, and stay as they are. */
    long closed() {
        return closed;
    }

    /** Fails where the database does; what was sealed anew until then stays. */
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

    /** Where the walk is in a table. */
    private static final class Table {
        final SealedColumn column;
        final long blocks;
        final Set<String> closed = new HashSet<>(); // of the window: a row is found again until it is sealed anew
        long window;
        long moved;

        Table(SealedColumn column, long blocks) {
            this.column = column;
            this.blocks = blocks;
        }
    }

    /** One portion after the other, each begun by the end of the one before: a chain of futures would be as long as the table. */
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

    /** @return how many rows it was about */
    private Future<Integer> portion(SqlConnection connection, Table table) {
        return store.claim(connection, table.column, table.window, prefixes, table.closed)
                .compose(claimed -> vertx.executeBlocking(() -> anew(claimed, table), false)
                        .map(Objects::requireNonNull)
                        .compose(anew -> store.reseal(connection, table.column, anew)
                                .onSuccess(done -> table.moved += anew.size()))
                        .map(done -> claimed.size()));
    }

    private List<SealedColumnStore.Lying> anew(List<SealedColumnStore.Lying> claimed, Table table) {
        var anew = new ArrayList<SealedColumnStore.Lying>();
        for (SealedColumnStore.Lying one : claimed) {
            try {
                byte[] opened = vault.unsealBytes(one.ciphertext(), one.ref());
                anew.add(new SealedColumnStore.Lying(one.place(), one.ref(), vault.sealBytes(opened, one.ref())));
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
            LOG.info("{} texts in {} were sealed anew with the key in use", table.moved, table.column);
        }
    }
}
