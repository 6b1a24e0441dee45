package lingdian.agent.seat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lingdian.platform.work.SystemClock;

/** A terminal with Linux: input is what the kernel last read from its consoles, as {@code w} tells it. */
final class LinuxSeat implements Seat {
    private static final Duration RECENT = Duration.ofMinutes(5);

    private final Path bootId;
    private final List<Path> consoles;
    private final InstantSource clock;

    LinuxSeat(Path bootId, List<Path> consoles, InstantSource clock) {
        this.bootId = bootId;
        this.consoles = consoles;
        this.clock = clock;
    }

    static LinuxSeat ofThisMachine() {
        return new LinuxSeat(
                Path.of("/proc/sys/kernel/random/boot_id"),
                List.of(Path.of("/dev"), Path.of("/dev/pts")),
                SystemClock.MICROSECONDS);
    }

    @Override
    public String bootId() throws IOException {
        return Files.readString(bootId).strip();
    }

    @Override
    public boolean isActive() throws IOException {
        Instant since = clock.instant().minus(RECENT);
        for (Path directory : consoles) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "{tty[0-9]*,[0-9]*}")) {
                for (Path file : files) {
                    if (wasReadSince(file, since)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean wasReadSince(Path file, Instant since) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class)
                    .lastAccessTime()
                    .toInstant()
                    .isAfter(since);
        } catch (IOException closed) {
            return false;
        }
    }
}
