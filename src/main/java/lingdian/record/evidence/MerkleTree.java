package lingdian.record.evidence;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tree of RFC 6962, section 2.1, over a {@link RecordHash}: it reduces any number of leaves to one hash, and proves with a few
 * hashes that a leaf is among them.
 *
 * <p>Leaves are hashed after a byte 0 and nodes after a byte 1, so that no node can be passed off as a leaf.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final RecordHash hash;
    private final List<byte[]> leaves;

    /** @param leaves their contents, in order */
    public MerkleTree(RecordHash hash, List<byte[]> leaves) {
        this(leaves.stream().map(content -> leaf(hash, content)).toList(), hash);
    }

    private MerkleTree(List<byte[]> leaves, RecordHash hash) {
        this.hash = hash;
        this.leaves = leaves;
    }

    /**
     * The upper part of a tree.
     *
     * @param roots of the trees of its leaves, so many to each that they are a power of two, and no more to the last one
     */
    static MerkleTree ofSubtrees(RecordHash hash, List<byte[]> roots) {
        return new MerkleTree(List.copyOf(roots), hash);
    }

    public int size() {
        return leaves.size();
    }

    /** The hash of a leaf, or the root of that subtree. */
    byte[] leaf(int index) {
        return leaves.get(index);
    }

    public byte[] root() {
        return leaves.isEmpty() ? hash.of(new byte[0]) : root(0, leaves.size());
    }

    /** The sibling hashes on the way from a leaf to the root, the leaf's neighbour first. */
    public List<byte[]> path(int index) {
        if (index < 0 || index >= leaves.size()) {
            throw new IllegalArgumentException("no such leaf");
        }
        var path = new ArrayList<byte[]>();
        path(index, 0, leaves.size(), path);
        return path;
    }

    /** Whether the leaf with this content is at {@code index} of a tree of {@code size} leaves with this root. */
    public static boolean includes(
            RecordHash with, byte[] content, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leaf(with, content);
        for (byte[] beside : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = node(with, beside, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(with, hash, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    private byte[] root(int from, int to) {
        if (to - from == 1) {
            return leaves.get(from);
        }
        int middle = from + split(to - from);
        return node(hash, root(from, middle), root(middle, to));
    }

    private void path(int index, int from, int to, List<byte[]> path) {
        if (to - from == 1) {
            return;
        }
        int middle = from + split(to - from);
        if (index < middle) {
            path(index, from, middle, path);
            path.add(root(middle, to));
        } else {
            path(index, middle, to, path);
            path.add(root(from, middle));
        }
    }

    /** The largest power of two below {@code size}. */
    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    private static byte[] leaf(RecordHash hash, byte[] content) {
        MessageDigest digest = hash.begun();
        digest.update(LEAF);
        return digest.digest(content);
    }

    private static byte[] node(RecordHash hash, byte[] left, byte[] right) {
        MessageDigest digest = hash.begun();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }
}
