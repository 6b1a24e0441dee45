package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MerkleTreeTest {
    private static final RecordHash HASH = RecordHash.SHA_256;

    /** The leaves and roots that implementations of RFC 6962 are commonly tested with. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfTheStandard() {
        assertThat(hex(new MerkleTree(HASH, List.of()).root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (int size = 1; size <= LEAVES.size(); size++) {
            assertThat(hex(tree(size).root())).isEqualTo(ROOTS.get(size - 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLeafIsShownAndNoOther(RecordHash hash) {
        for (int size = 1; size <= 40; size++) {
            List<byte[]> leaves = numbered(size);
            var tree = new MerkleTree(hash, leaves);
            for (int index = 0; index < size; index++) {
                List<byte[]> path = tree.path(index);
                assertThat(MerkleTree.includes(hash, leaves.get(index), index, size, path, tree.root()))
                        .isTrue();
                assertThat(MerkleTree.includes(hash, new byte[] {99}, index, size, path, tree.root()))
                        .isFalse();
                assertThat(MerkleTree.includes(hash, leaves.get(index), index + 1, size, path, tree.root()))
                        .isFalse();
                assertNoOtherPath(hash, leaves.get(index), index, size, path, tree.root());
            }
        }
    }

    private static void assertNoOtherPath(
            RecordHash hash, byte[] leaf, int index, int size, List<byte[]> path, byte[] root) {
        var longer = new ArrayList<>(path);
        longer.add(new byte[32]);
        assertThat(MerkleTree.includes(hash, leaf, index, size, longer, root)).isFalse();
        if (!path.isEmpty()) {
            assertThat(MerkleTree.includes(hash, leaf, index, size, path.subList(1, path.size()), root))
                    .isFalse();
        }
    }

    private static MerkleTree tree(int size) {
        return new MerkleTree(
                HASH,
                LEAVES.stream()
                        .limit(size)
                        .map(leaf -> HexFormat.of().parseHex(leaf))
                        .toList());
    }

    private static List<byte[]> numbered(int size) {
        return Stream.iterate(0, i -> i + 1)
                .limit(size)
                .map(i -> new byte[] {(byte) (int) i})
                .toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
