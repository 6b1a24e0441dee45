package lingdian.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/** Collects the mistakes of a command's options and files, so that all of them are reported at once. */
final class Mistakes {
    private final List<String> mistakes = new ArrayList<>();

    /** The result of {@code part}; null if it fails, in which case its mistakes are noted. */
    <T> @Nullable T gather(Supplier<@Nullable T> part) {
        try {
            return part.get();
        } catch (InvalidConfiguration wrong) {
            mistakes.addAll(wrong.mistakes());
            return null;
        }
    }

    void addAll(List<String> more) {
        mistakes.addAll(more);
    }

    void check(boolean right, String otherwise) {
        if (!right) {
            mistakes.add(otherwise);
        }
    }

    /** A file that a command will write; null: none. So that hours of work do not end without their result. */
    void checkWritable(String option, @Nullable Path file) {
        check(file == null || canBeWritten(file), option + " cannot be written: " + file);
    }

    static boolean canBeWritten(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return Files.exists(file)
                ? Files.isWritable(file) && !Files.isDirectory(file)
                : directory != null && Files.isWritable(directory);
    }

    /** A file that a command reads. */
    void checkReadable(String option, Path file) {
        check(Files.isReadable(file) && !Files.isDirectory(file), option + " cannot be read: " + file);
    }

    /** The directory of an agent must be named and there. */
    void checkAgentDirectory(@Nullable Path directory) {
        check(
                directory != null && Files.isDirectory(directory),
                directory == null
                        ? "--directory is missing: the directory of the agent"
                        : "--directory: no such directory: " + directory);
    }

    /** @throws InvalidConfiguration if there was any mistake */
    void refuse() {
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }
}
