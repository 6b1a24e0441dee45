package lingdian.agent.adapter;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a cashier's program: those that match the pattern, and what a rotation made of them. */
final class LogFolder {
    private static final Pattern PACKED = Pattern.compile(".*\\.(gz|zip|bz2|xz|7z|rar|tmp)");
    /** The times of files on a memory stick are that coarse. */
    private static final long COARSE_MILLIS = 2_000;

    private final Path directory;
    private final PathMatcher pattern;
    private final int identityLines;

    /** @param identityLines of how many first lines the identity of a file is made */
    LogFolder(String files, int identityLines) {
        int separator = Math.max(files.lastIndexOf('/'), files.lastIndexOf('\\')); // a pattern is no path on Windows
        this.directory = Path.of(files.substring(0, separator + 1)).toAbsolutePath();
        this.pattern = directory.getFileSystem().getPathMatcher("glob:" + files.substring(separator + 1));
        this.identityLines = identityLines;
    }

    /** The names that match, in their order; none if there is no such directory. */
    List<String> names() throws IOException {
        return all().map(Path::getFileName)
                .filter(pattern::matches)
                .map(Path::toString)
                .sorted()
                .toList();
    }

    /** The names of all files of the directory. */
    List<String> everything() throws IOException {
        return all().filter(Files::isRegularFile)
                .map(path -> path.getFileName().toString())
                .toList();
    }

    FileChannel open(String name) throws IOException {
        return FileChannel.open(directory.resolve(name), StandardOpenOption.READ);
    }

    String key(String name) throws IOException {
        return FileIdentity.key(directory.resolve(name));
    }

    String identity(FileChannel file) throws IOException {
        return FileIdentity.of(file, identityLines);
    }

    /**
     * The file at which a position points, wherever a rotation moved or copied it: first the one with the same key, then
     * any with the same first lines that is long enough.
     */
    Optional<String> find(Position position) throws IOException {
        List<String> candidates =
                all().map(path -> path.getFileName().toString()).sorted().toList();
        Optional<String> same = Optional.empty();
        for (String name : candidates) {
            if (Files.isRegularFile(directory.resolve(name)) && isOf(position, name)) {
                if (key(name).equals(position.key()) && !position.key().isEmpty()) {
                    return Optional.of(name);
                }
                same = same.isPresent() && !name.equals(position.file()) ? same : Optional.of(name);
            }
        }
        return same;
    }

    /** The identity of a file; empty if it has none yet, is not there, or cannot be read. */
    String identity(String name) {
        try (FileChannel file = open(name)) {
            return identity(file);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** The name that was written to last; empty if no file matches. */
    Optional<String> newest() throws IOException {
        String newest = null;
        FileTime latest = null;
        for (String name : names()) {
            FileTime written = Files.getLastModifiedTime(directory.resolve(name));
            if (latest == null || written.compareTo(latest) >= 0) {
                latest = written;
                newest = name;
            }
        }
        return Optional.ofNullable(newest);
    }

    /**
     * What rotations made of files of this name since then, the oldest first. Of files that were written to within one step
     * of the file system's clock, those with lower numbers come first.
     */
    List<String> rotated(String name, long sinceMillis) throws IOException {
        var found = new HashMap<String, FileTime>();
        for (Path path : all().toList()) {
            String other = path.getFileName().toString();
            boolean isRotated = !name.isEmpty() && other.startsWith(name) && !other.equals(name);
            if (isRotated && !PACKED.matcher(other).matches() && Files.isRegularFile(path)) {
                FileTime written = Files.getLastModifiedTime(path);
                if (written.toMillis() >= sinceMillis - COARSE_MILLIS) {
                    found.put(other, written);
                }
            }
        }
        return found.keySet().stream()
                .sorted(Comparator.<String, FileTime>comparing(found::get)
                        .thenComparing(String::length)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** When a file was written to last. */
    long writtenMillis(String name) throws IOException {
        return Files.getLastModifiedTime(directory.resolve(name)).toMillis();
    }

    private boolean isOf(Position position, String name) {
        try (FileChannel file = open(name)) {
            return file.size() >= position.offset() && identity(file).equals(position.identity());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private Stream<Path> all() throws IOException {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        }
    }
}
