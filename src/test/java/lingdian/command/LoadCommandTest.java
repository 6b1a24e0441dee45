package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import lingdian.platform.settings.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoadCommandTest {
    @Test
    void everyMistakeHasALineOfItsOwn() {
        assertThat(mistakes(
                        "--server=ftp://x",
                        "--admin-token=t",
                        "--cafes=0",
                        "--seconds=0",
                        "--warm-up=-1",
                        "--terminals=1001",
                        "--mix=login=1",
                        "--window=0",
                        "--json=/no/such/directory/file"))
                .containsExactly(
                        "--server must be an http:// or https:// URL",
                        "--cafes must be a number from 1 to 20000",
                        "--seconds must be a number from 1 to 86400",
                        "--warm-up must be a number from 0 to 86400",
                        "--terminals must be a number from 1 to 1000",
                        "--mix must have as many logouts as logins",
                        "--window must be a number from 1 to 100000",
                        "cannot write /no/such/directory/file");
    }

    @Test
    void aLoopIsClosedOrOpen() {
        assertThat(mistakes("--server=http://x", "--admin-token=t", "--window=4", "--rate=5"))
                .containsExactly("--window and --rate exclude each other");
        assertThat(mistakes("--server=http://x", "--admin-token=t", "--rate=0"))
                .containsExactly("--rate must be a number above 0, at most 10000000");
        assertThat(mistakes("--server=http://x", "--admin-token=t", "--window=10", "--batch=11"))
                .containsExactly("--batch must be a number from 1 to 10");
        assertThat(mistakes("--server=http://x", "--admin-token=t", "--cafes=20000", "--terminals=1000"))
                .singleElement()
                .asString()
                .contains("not so many different guests");
    }

    private static List<String> mistakes(String... arguments) {
        var command = new LoadCommand();
        new CommandLine(command).parseArgs(arguments);
        return catchThrowableOfType(InvalidConfiguration.class, command::call).mistakes();
    }
}
