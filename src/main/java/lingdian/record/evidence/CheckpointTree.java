package lingdian.record.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checkpoint's {@link MerkleTree}, of which one hash is kept for each block of leaves. The path of a leaf takes these hashes
 * and the leaves of its own block, so that a bundle does not take all leaves of the country.
 */
final class CheckpointTree {
    /** Leaves of a block. A power of two, so that each block is a subtree of the whole tree; the last one may be shorter. */
    static final int BLOCK_LEAVES = 1_024;

    private final MerkleTree blocks;
    private final long heads;

    private CheckpointTree(MerkleTree blocks, long heads) {
        this.blocks = blocks;
        this.heads = heads;
    }

    /** Leaves that follow each other, and the tree of them. */
    record Block(List<Head> heads, MerkleTree tree) {
        static Block of(RecordHash hash, List<Head> heads) {
            return new Block(
                    heads,
                    new MerkleTree(hash, heads.stream().map(Head::content).toList()));
        }
    }

    /** Puts a tree together. */
    static final class Builder {
        private final RecordHash hash;
        private final List<byte[]> roots = new ArrayList<>();
        private long heads;

        Builder(RecordHash hash) {
            this.hash = hash;
        }

        /** How many blocks were added. */
        int blocks() {
            return roots.size();
        }

        void add(Block block) {
            roots.add(block.tree().root());
            heads += block.heads().size();
        }

        CheckpointTree build() {
            return new CheckpointTree(MerkleTree.ofSubtrees(hash, roots), heads);
        }
    }

    long heads() {
        return heads;
    }

    /** In hexadecimal digits. */
    String root() {
        return HexFormat.of().formatHex(blocks.root());
    }

    /** Whether a block is the one that the tree was made of. */
    boolean has(int number, Block block) {
        return number < blocks.size()
                && Arrays.equals(blocks.leaf(number), block.tree().root());
    }

    /**
     * The sibling hashes on the way from a leaf to the root, the leaf's neighbour first.
     *
     * @param number of its block, from 0
     * @param index in that block
     */
    List<byte[]> path(int number, Block block, int index) {
        return Stream.concat(block.tree().path(index).stream(), blocks.path(number).stream())
                .toList();
    }
}
