package lingdian.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lingdian.platform.settings.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigurationTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsNotWrittenHasItsDefault() {
        assertThat(AgentConfiguration.in(directory))
                .isEqualTo(new AgentConfiguration(null, "127.0.0.1", 8090, 0, List.of(), List.of(), List.of()));
    }

    @Test
    void windowsEditorsWriteLineEndsAMarkAndGbk() throws Exception {
        String text = "# 收银台\r\nserver: \"https://lingdian.example\"\r\nterminals: 120\r\n";
        var expected = new AgentConfiguration(
                "https://lingdian.example", "127.0.0.1", 8090, 120, List.of(), List.of(), List.of());

        write(text.getBytes(StandardCharsets.UTF_8));
        assertThat(AgentConfiguration.in(directory)).isEqualTo(expected);
        write(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
        assertThat(AgentConfiguration.in(directory)).isEqualTo(expected);
        write(text.getBytes(Charset.forName("GBK")));
        assertThat(AgentConfiguration.in(directory)).isEqualTo(expected);
    }

    @Test
    void everyMistakeIsNamed() throws Exception {
        write("server: ftp://x\nport: 70000\nterminals: -1\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> AgentConfiguration.in(directory))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        wrong -> assertThat(wrong.mistakes())
                                .hasSize(3)
                                .allMatch(line -> line.startsWith(directory.resolve("agent.yaml") + ": ")));
    }

    @Test
    void whatAnEnrolmentWritesCanBeRead() throws Exception {
        write(AgentConfiguration.text(URI.create("https://lingdian.example/base"))
                .getBytes(StandardCharsets.UTF_8));

        assertThat(AgentConfiguration.in(directory))
                .isEqualTo(new AgentConfiguration(
                        "https://lingdian.example/base", "127.0.0.1", 8090, 0, List.of(), List.of(), List.of()));
    }

    private void write(byte[] text) throws Exception {
        Files.write(directory.resolve("agent.yaml"), text);
    }
}
