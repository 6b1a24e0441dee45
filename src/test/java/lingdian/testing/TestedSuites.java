package lingdian.testing;

import java.util.Arrays;
import java.util.stream.Stream;
import lingdian.vault.seal.KeySuite;

/**
 * The suites that a long test goes through: the first one; with {@code -Dlingdian.long=true} all. What seals, hashes and signs
 * under each suite has tests of its own in every build.
 */
public final class TestedSuites {
    private TestedSuites() {}

    public static Stream<KeySuite> suites() {
        return Arrays.stream(KeySuite.values()).limit(Boolean.getBoolean("lingdian.long") ? Long.MAX_VALUE : 1);
    }
}
