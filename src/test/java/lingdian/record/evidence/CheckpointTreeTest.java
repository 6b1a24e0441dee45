package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import lingdian.record.evidence.CheckpointTree.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTreeTest {
    private static final RecordHash HASH = RecordHash.SHA_256;
    private static final int BLOCK = CheckpointTree.BLOCK_LEAVES;

    /** As bundles have always been proven. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1_023, 1_024, 1_025, 2_047, 2_048, 2_049, 3_072, 3_073, 5_120, 7_777})
    void itIsTheTreeOfAllLeaves(int size) {
        List<Head> heads = heads(size);
        var whole = new MerkleTree(HASH, heads.stream().map(Head::content).toList());
        List<Block> blocks = blocks(heads);
        var builder = new CheckpointTree.Builder(HASH);
        blocks.forEach(builder::add);
        CheckpointTree tree = builder.build();

        assertThat(tree.heads()).isEqualTo(size);
        assertThat(tree.root()).isEqualTo(HexFormat.of().formatHex(whole.root()));
        for (int i : some(size)) {
            Block block = blocks.get(i / BLOCK);
            assertThat(tree.has(i / BLOCK, block)).isTrue();
            assertThat(tree.path(i / BLOCK, block, i % BLOCK))
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(whole.path(i));
        }
    }

    @Test
    void itHasNoOtherBlock() {
        List<Block> blocks = blocks(heads(2_500));
        var builder = new CheckpointTree.Builder(HASH);
        blocks.forEach(builder::add);

        assertThat(builder.build().has(0, blocks.get(1))).isFalse();
        assertThat(builder.build().has(3, blocks.get(2))).isFalse();
    }

    /** Leaves at the edges of blocks, and others between them. */
    private static int[] some(int size) {
        return IntStream.range(0, size)
                .filter(i -> i % BLOCK < 3 || i % BLOCK > BLOCK - 3 || i % 211 == 0 || i > size - 3)
                .toArray();
    }

    private static List<Head> heads(int size) {
        return IntStream.range(0, size)
                .<Head>mapToObj(i -> new Head.OfAccessLog(i, new byte[32]))
                .toList();
    }

    private static List<Block> blocks(List<Head> heads) {
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < heads.size(); i += BLOCK) {
            blocks.add(Block.of(HASH, heads.subList(i, Math.min(heads.size(), i + BLOCK))));
        }
        return blocks;
    }
}
