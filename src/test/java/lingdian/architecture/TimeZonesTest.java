package lingdian.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cafés have zones that Java knows, of which PostgreSQL may not know all: one of them must not end a list of many cafés. */
class TimeZonesTest {
    private static final Pattern UNKNOWN_ZONE = Pattern.compile("AT TIME ZONE ([a-z_]+\\.|%[0-9$]*s\\.)?time_zone");

    @Test
    void noStatementUsesAZoneThatPostgreSqlMayNotKnow() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().endsWith(".java")
                                    || file.getFileName().toString().startsWith("R__"))
                            .filter(TimeZonesTest::usesOne))
                    .as("they need known_zone()")
                    .isEmpty();
        }
    }

    private static boolean usesOne(Path file) {
        try {
            return UNKNOWN_ZONE.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
