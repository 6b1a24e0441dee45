package lingdian.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** A real program that a test needs: without it the test is skipped, but fails in CI. */
public final class NeededProgram {
    private NeededProgram() {}

    /** @param name the Debian package of the program */
    public static void ofPackage(String name, Path program) {
        boolean there = Files.exists(program);
        if (System.getenv("CI") == null) {
            assumeTrue(there, "skipped: the package " + name + " is not installed");
        }
        assertThat(there).as("the package " + name).isTrue();
    }
}
