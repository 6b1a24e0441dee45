package lingdian.platform.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The running configuration: {@code lingdian.yaml}, {@code rules.yaml}, {@code regions.csv} and the others.
 *
 * <p>The program contains a copy of each file, so that it runs from anywhere, and a directory needs only the files that
 * differ.
 */
public final class ConfigDirectory {
    /** The file that marks a directory named {@code config} as Lingdian's. */
    public static final String SETTINGS = "lingdian.yaml";

    private static final String IN_PROGRAM = "lingdian/config/";

    private final @Nullable Path directory;

    private ConfigDirectory(@Nullable Path directory) {
        this.directory = directory;
    }

    /**
     * The requested directory ({@code --config}); otherwise {@code ./config} if it holds {@code lingdian.yaml};
     * otherwise the program's own copies.
     *
     * @throws InvalidConfiguration if the requested directory does not exist
     */
    public static ConfigDirectory find(@Nullable Path given) {
        return find(given, Path.of(""));
    }

    static ConfigDirectory find(@Nullable Path given, Path workingDirectory) {
        if (given != null && !Files.isDirectory(given)) {
            throw new InvalidConfiguration(List.of(given + ": there is no such directory"));
        }
        Path standard = workingDirectory.resolve("config");
        boolean standardIsOurs = Files.isRegularFile(standard.resolve(SETTINGS));
        return new ConfigDirectory(given == null && standardIsOurs ? standard : given);
    }

    /** The settings of the service. */
    public Settings settings() {
        return read(SETTINGS, Settings.class);
    }

    /**
     * Reads one of the YAML files.
     *
     * @throws InvalidConfiguration listing all mistakes, each beginning with the file's name
     */
    public <T> T read(String fileName, Class<T> recordType) {
        try (InputStream content = open(fileName)) {
            return YamlFile.read(describe(fileName), content, recordType);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads one of the tables.
     *
     * @param reader gets its content, and what to call it in a message; throws an {@link IllegalArgumentException} if it
     *     is wrong
     * @throws InvalidConfiguration if it is wrong or cannot be read
     */
    public <T> T table(String fileName, BiFunction<InputStream, String, T> reader) {
        try (InputStream content = open(fileName)) {
            return reader.apply(content, describe(fileName));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfiguration(List.of(String.valueOf(wrong.getMessage())));
        } catch (IOException | UncheckedIOException unreadable) {
            throw new InvalidConfiguration(List.of(describe(fileName) + ": cannot be read"));
        }
    }

    /**
     * The directory's own file, or the program's copy if it has none. The caller closes it.
     *
     * @throws InvalidConfiguration if neither exists
     */
    public InputStream open(String fileName) {
        try {
            return directory != null && Files.exists(directory.resolve(fileName))
                    ? Files.newInputStream(directory.resolve(fileName))
                    : openInProgram(fileName);
        } catch (IOException unreadable) {
            throw new InvalidConfiguration(List.of(describe(fileName) + ": cannot be read"));
        }
    }

    /** Whether the directory or the program has this file. */
    public boolean has(String fileName) {
        return directory != null && Files.exists(directory.resolve(fileName))
                || ConfigDirectory.class.getClassLoader().getResource(IN_PROGRAM + fileName) != null;
    }

    /**
     * The names of the directory's own files in one of its folders, sorted; none where it has no such folder. The
     * program's copies are not among them.
     *
     * @throws InvalidConfiguration if the folder cannot be read
     */
    public List<String> ownFiles(String folder) {
        if (directory == null || !Files.isDirectory(directory.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException unreadable) {
            throw new InvalidConfiguration(List.of(describe(folder) + ": cannot be read"));
        }
    }

    private InputStream openInProgram(String fileName) {
        InputStream copy = ConfigDirectory.class.getClassLoader().getResourceAsStream(IN_PROGRAM + fileName);
        if (copy == null) {
            throw new InvalidConfiguration(List.of(describe(fileName) + ": there is no such file"));
        }
        return copy;
    }

    /** What messages call a file. */
    public String describe(String fileName) {
        return directory == null ? fileName : directory.resolve(fileName).toString();
    }

    @Override
    public String toString() {
        return directory == null ? "the program's own configuration" : directory.toString();
    }
}
