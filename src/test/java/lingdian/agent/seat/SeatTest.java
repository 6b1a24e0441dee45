package lingdian.agent.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a seat says of itself, by files of the test and by a PowerShell that the test plays. */
class SeatTest {
    private static final Instant NOW = Instant.parse("2026-11-10T13:30:00Z");

    @TempDir
    private Path directory;

    @Test
    void linuxIsActiveForFiveMinutesAfterAConsoleWasRead() throws Exception {
        Path boot = Files.writeString(directory.resolve("boot_id"), "6b2f\n");
        Path consoles = Files.createDirectory(directory.resolve("dev"));
        var seat = new LinuxSeat(boot, List.of(consoles), () -> NOW);
        assertThat(seat.bootId()).isEqualTo("6b2f");
        assertThat(seat.isActive()).isFalse();

        read(consoles.resolve("null"), NOW); // no console
        Path console = read(consoles.resolve("tty1"), NOW.minusSeconds(300));
        assertThat(seat.isActive()).isFalse();
        read(console, NOW.minusSeconds(299));
        assertThat(seat.isActive()).isTrue();
    }

    @Test
    void windowsIsAskedForEachReport() throws Exception {
        var asked = new AtomicInteger();
        var answers = new BufferedReader(new StringReader("638671234567890000\nTrue\nFalse\n"));
        var seat = new WindowsSeat(answers, asked::incrementAndGet);

        assertThat(seat.bootId()).isEqualTo("638671234567890000");
        assertThat(seat.isActive()).isTrue();
        assertThat(seat.isActive()).isFalse();
        assertThat(asked).hasValue(2);
        assertThatThrownBy(seat::isActive).isInstanceOf(IOException.class);
    }

    @Test
    void windowsThatSaysSomethingElseIsNotBelieved() {
        var answers = new BufferedReader(new StringReader("Add-Type : not permitted\n"));
        assertThatThrownBy(() -> new WindowsSeat(answers, () -> {})).isInstanceOf(IOException.class);
    }

    private static Path read(Path file, Instant at) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        FileTime time = FileTime.from(at);
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, time, time);
        return file;
    }
}
