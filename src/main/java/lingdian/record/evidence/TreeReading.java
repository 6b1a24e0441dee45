package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import lingdian.record.evidence.CheckpointTree.Block;

/** Reads the leaves of a checkpoint block by block. They are hashed on a worker thread: there is one for each stream of the country. */
final class TreeReading {
    private final BundleTurns turns;
    private final CheckpointStore store;
    private final RecordHash hash;
    private final SqlClient client;
    private final long number;
    private final CheckpointTree.Builder tree;

    /** @param number of the checkpoint */
    TreeReading(BundleTurns turns, CheckpointStore store, RecordHash hash, SqlClient client, long number) {
        this.turns = turns;
        this.store = store;
        this.hash = hash;
        this.client = client;
        this.number = number;
        this.tree = new CheckpointTree.Builder(hash);
    }

    /** Reads the next block. Completes with false if it was the last. */
    Future<Boolean> page() {
        return store.block(client, number, tree.blocks())
                .compose(rows -> turns.onWorker(() -> add(CheckpointStore.heads(rows))));
    }

    private boolean add(List<Head> heads) {
        if (!heads.isEmpty()) {
            tree.add(Block.of(hash, heads));
        }
        return heads.size() == CheckpointTree.BLOCK_LEAVES;
    }

    /** The tree, once all blocks are read. */
    CheckpointTree tree() {
        return tree.build();
    }
}
