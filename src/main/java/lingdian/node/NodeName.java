package lingdian.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How whoever looks after the service knows this node.
 *
 * @param host the machine's own name, which asks no name server; null: it has none that can be read
 * @param version of the program; null: its classes are not from a jar
 */
record NodeName(@Nullable String host, @Nullable String version) {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    static NodeName here() {
        return new NodeName(ownName(), NodeName.class.getPackage().getImplementationVersion());
    }

    private static @Nullable String ownName() {
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException elsewhere) {
            return Stream.of("COMPUTERNAME", "HOSTNAME")
                    .map(System::getenv)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
    }
}
