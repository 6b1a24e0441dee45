package lingdian.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolDirectoryTest {
    @TempDir
    private Path root;

    /** As an editor may save them; otherwise the agent would not start again. */
    @Test
    void keptFilesThatAreNoUtf8CountAsNone() throws Exception {
        byte[] gb18030 = {'[', '"', (byte) 0xc4, (byte) 0xe3, '"', ']'};
        Files.write(root.resolve("messages.json"), gb18030);
        Files.write(root.resolve("welcome.json"), gb18030);
        try (SpoolDirectory directory = SpoolDirectory.open(
                new SpoolDisk.Real(), root, SpoolSettings.of("test/1", 10), () -> Drafts.NOON, new Random(1))) {
            assertThat(directory.messages()).isEmpty();
            assertThat(directory.welcome()).isEmpty();
        }
    }
}
