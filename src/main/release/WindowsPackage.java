import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the agent's jar with the files of src/main/windows into a zip. The build runs it from its source.
 *
 * <p>Arguments: the zip, the jar, the directory with the other files. Every entry has one date, so that two builds are
 * equal byte for byte.
 */
final class WindowsPackage {
    private static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final String FOLDER = "lingdian-agent/";

    private WindowsPackage() {}

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[1]);
        try (OutputStream file = Files.newOutputStream(Path.of(arguments[0]));
                var zip = new ZipOutputStream(file);
                Stream<Path> others = Files.list(Path.of(arguments[2]))) {
            List<Path> sorted = others.sorted().toList();
            add(zip, jar);
            for (Path each : sorted) {
                add(zip, each);
            }
        }
    }

    private static void add(ZipOutputStream zip, Path file) throws IOException {
        var entry = new ZipEntry(FOLDER + file.getFileName());
        entry.setTimeLocal(DATE);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
    }
}
