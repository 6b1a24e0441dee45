package lingdian.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDirectoryTest {
    @TempDir
    Path workingDirectory;

    private Path standard;

    @BeforeEach
    void makeTheStandardDirectory() throws Exception {
        standard = Files.createDirectory(workingDirectory.resolve("config"));
    }

    @Test
    void whatWasAskedForGoesFirst() throws Exception {
        Path given = Files.createDirectory(workingDirectory.resolve("given"));
        Files.writeString(given.resolve("lingdian.yaml"), "port: 1");
        Files.writeString(standard.resolve("lingdian.yaml"), "port: 2");

        assertThat(ConfigDirectory.find(given, workingDirectory)
                        .settings()
                        .http()
                        .port())
                .isEqualTo(1);
    }

    @Test
    void theWorkingDirectorysConfigGoesBeforeTheProgramsOwn() throws Exception {
        Files.writeString(standard.resolve("lingdian.yaml"), "port: 2");

        assertThat(ConfigDirectory.find(null, workingDirectory)
                        .settings()
                        .http()
                        .port())
                .isEqualTo(2);
    }

    @Test
    void aConfigDirectoryOfSomethingElseIsLeftAlone() throws Exception {
        Files.writeString(standard.resolve("other.yaml"), "port: 2");

        ConfigDirectory found = ConfigDirectory.find(null, workingDirectory);

        assertThat(found.settings().http().port()).isEqualTo(8080);
        assertThat(found).hasToString("the program's own configuration");
    }

    @Test
    void aFileThatTheDirectoryLacksIsTheProgramsOwn() throws Exception {
        Files.writeString(standard.resolve("rules.yaml"), "");

        assertThat(ConfigDirectory.find(standard, workingDirectory)
                        .settings()
                        .http()
                        .port())
                .isEqualTo(8080);
    }

    @Test
    void aDirectoryThatIsNotThereIsAMistake() {
        assertThatThrownBy(() -> ConfigDirectory.find(workingDirectory.resolve("none")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageEndingWith("none: there is no such directory");
    }

    @Test
    void aFileThatNobodyHasIsAMistake() {
        assertThatThrownBy(() -> ConfigDirectory.find(standard).open("none.yaml"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageEndingWith("none.yaml: there is no such file");
    }

    @Test
    void aMistakeNamesItsFile() throws Exception {
        Files.writeString(standard.resolve("lingdian.yaml"), "port: x");

        assertThatThrownBy(() -> ConfigDirectory.find(standard).settings())
                .hasMessage(standard.resolve("lingdian.yaml") + ": port: must be a whole number (of a size that fits)");
    }
}
