package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.LimitedMap;
import lingdian.record.evidence.CheckpointTree.Block;
import lingdian.record.evidence.ProvenPieces.Covered;
import lingdian.record.evidence.ProvenPieces.Source;
import lingdian.record.evidence.UnprovableException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trees of the checkpoints that a node's bundles are proven by. Each is read once, block by block in the turns of
 * bundles, since that takes all leaves of the country; a bundle then takes its own block of leaves.
 */
final class CheckpointTrees {
    /** The last ones that were used. Over 150,000 streams one takes 8 kB: 32 bytes for 1,024 leaves, and their objects. */
    private static final int TREES_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTrees.class);

    private final Vertx vertx;
    private final RecordHash hash;
    private final BundleTurns turns;
    private final CheckpointStore store = new CheckpointStore();
    /** By what was signed: a number can be that of another checkpoint after the database was restored. */
    private final Map<CheckpointBody, Future<CheckpointTree>> trees = LimitedMap.byUse(TREES_MAX);

    CheckpointTrees(Vertx vertx, RecordHash hash, BundleTurns turns) {
        this.vertx = vertx;
        this.hash = hash;
        this.turns = turns;
    }

    /** The leaf of a stream in a checkpoint's tree, and the path from it to the root. */
    record Place(Head.OfStream head, int index, List<byte[]> path) {}

    /** Reads the tree of a checkpoint that is being made. Without turns: its transaction holds a lock and a connection. */
    Future<CheckpointTree> read(SqlClient client, long number) {
        var reading = new TreeReading(turns, store, hash, client, number);
        return BundleTurns.pages(reading::page).map(read -> reading.tree());
    }

    /** Keeps the tree of a checkpoint that was made. */
    synchronized void keep(CheckpointBody body, CheckpointTree tree) {
        trees.put(body, Future.succeededFuture(tree));
    }

    /** Fails with {@link UnprovableException} if the leaves are not those that were signed. */
    Future<Place> place(SqlClient client, CheckpointBody body, Covered covered, BundleOrder order) {
        return tree(client, body, order)
                .compose(tree -> store.position(client, covered.streamNumber(), body.number())
                        .map(position -> position / CheckpointTree.BLOCK_LEAVES)
                        .compose(block -> turns.inTurn(
                                order,
                                () -> store.block(client, body.number(), block)
                                        .compose(rows -> turns.onWorker(() -> place(
                                                tree,
                                                block,
                                                Block.of(hash, CheckpointStore.heads(rows)),
                                                covered.source()))))));
    }

    private static Place place(CheckpointTree tree, int number, Block block, Source source) throws UnprovableException {
        if (!tree.has(number, block)) {
            LOG.error("Leaves of a checkpoint were changed: they prove nothing.");
            throw new UnprovableException(Reason.CHAIN_NOT_SHOWN);
        }
        for (int i = 0; i < block.heads().size(); i++) {
            if (block.heads().get(i) instanceof Head.OfStream head
                    && head.placeCode().equals(source.placeCode())
                    && head.stream().equals(source.stream())) {
                return new Place(head, number * CheckpointTree.BLOCK_LEAVES + i, tree.path(number, block, i));
            }
        }
        throw new IllegalStateException("a checkpoint lacks a stream that it covers");
    }

    private Future<CheckpointTree> tree(SqlClient client, CheckpointBody body, BundleOrder order) {
        Promise<CheckpointTree> promise = Promise.promise();
        Future<CheckpointTree> known = begin(body, promise.future());
        if (known != null) {
            return Contexts.answerOn(vertx.getOrCreateContext(), known);
        }
        var reading = new TreeReading(turns, store, hash, client, body.number());
        return turns.pages(order, reading::page)
                .compose(read -> signed(body, reading.tree()))
                .onFailure(failure -> forget(body, promise.future()))
                .onComplete(promise);
    }

    /** The tree that is known or being read; null if the caller is to read it. */
    private synchronized @Nullable Future<CheckpointTree> begin(CheckpointBody body, Future<CheckpointTree> own) {
        Future<CheckpointTree> known = trees.get(body);
        if (known == null) {
            trees.put(body, own);
        }
        return known;
    }

    private synchronized void forget(CheckpointBody body, Future<CheckpointTree> own) {
        trees.remove(body, own);
    }

    /** Anybody with the service's login adds rows: a bundle over others than those that were signed would refute itself. */
    private static Future<CheckpointTree> signed(CheckpointBody body, CheckpointTree tree) {
        if (tree.heads() == body.heads() && tree.root().equals(body.root())) {
            return Future.succeededFuture(tree);
        }
        LOG.error("Checkpoint {} is not over its heads: it proves nothing.", body.number());
        return Future.failedFuture(new UnprovableException(Reason.CHAIN_NOT_SHOWN));
    }
}
