package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingRotation;
import lingdian.vault.seal.KeyRingRotation.KeyEntry;
import lingdian.vault.seal.KeyUse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();
    private Path file;

    @BeforeEach
    void createARing() throws Exception {
        file = directory.resolve("keys.json");
        KeyRing.create(file);
    }

    @Test
    void aRotationIsThreeCommands() throws Exception {
        assertThat(run("keys", "add", "--key-ring", file.toString())).isZero();
        assertThat(listed()).hasSize(9);
        assertThat(run("keys", "promote", "--key-ring", file.toString(), "--use", "sealing,contentMacs"))
                .isZero();
        assertThat(run("keys", "promote", "--key-ring", file.toString(), "--use", "PERSON_TOKENS"))
                .isZero();
        assertThat(run("keys", "list", "--key-ring", file.toString())).isZero();

        KeyEntry old = listed().getFirst();
        assertThat(old.primary()).isFalse();
        assertThat(retire(old)).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("the key " + old.number() + " for sealing was in use until", "--force");
        assertThat(retire(old, "--force")).isZero();
        assertThat(listed().stream()
                        .filter(key ->
                                key.use() == KeyUse.SEALING && key.times().retired() == null))
                .hasSize(1);
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(5); // the ring, and its copy from before each of four steps
        }
    }

    @Test
    void whatIsWrongIsToldInOneLineAndChangesNothing() throws Exception {
        byte[] before = Files.readAllBytes(file);
        String ring = file.toString();

        assertThat(run("keys")).isEqualTo(2);
        assertThat(run("keys", "promote", "--key-ring", ring)).isEqualTo(2);
        assertThat(run("keys", "add", "--key-ring", ring, "--use", "personRefs"))
                .isEqualTo(2);
        assertThat(run("keys", "add", "--key-ring", ring + ".none")).isEqualTo(2);
        assertThat(run("keys", "retire", "--key-ring", ring, "--use", "sealing", "--key", "1"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("lingdian: "))
                .anyMatch(line -> line.contains("use one of add, promote, retire, list"))
                .anyMatch(line -> line.contains("run keys add first"))
                .anyMatch(line -> line.contains("personRefs is not rotated"))
                .anyMatch(line -> line.contains(".none does not exist"))
                .anyMatch(line -> line.contains("has no key 1 for sealing"));
        assertThat(file).hasBinaryContent(before);
    }

    private int retire(KeyEntry key, String... more) {
        var arguments = new ArrayList<>(
                List.of("keys", "retire", "--key-ring", file.toString(), "--use", "sealing", "--key", key.number()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private List<KeyEntry> listed() throws Exception {
        return KeyRingRotation.list(KeyRing.load(file));
    }

    private int run(String... arguments) {
        return Program.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
    }
}
