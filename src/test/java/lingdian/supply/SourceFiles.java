package lingdian.supply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files that git tracks; without git or its directory, those of the source tree. */
final class SourceFiles {
    private static final Set<String> TREE = Set.of(".ci", ".github", ".mvn", "config", "grafana", "src");

    private SourceFiles() {}

    static List<Path> all(Path root) throws IOException, InterruptedException {
        List<Path> tracked = Files.exists(root.resolve(".git")) ? tracked(root) : List.of();
        return tracked.isEmpty() ? walked(root) : tracked;
    }

    private static List<Path> tracked(Path root) throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "ls-files", "-z")
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            git.waitFor();
            return Arrays.stream(names.split("\0"))
                    .filter(name -> !name.isEmpty())
                    .map(Path::of)
                    .filter(path -> Files.isRegularFile(root.resolve(path)))
                    .toList();
        } catch (IOException withoutGit) {
            return List.of();
        }
    }

    /** The known directories and the files beside them, so that no build output is looked at. */
    private static List<Path> walked(Path root) throws IOException {
        try (Stream<Path> entries = Files.walk(root)) {
            return entries.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(path -> path.getNameCount() == 1
                            || TREE.contains(path.getName(0).toString()))
                    .sorted()
                    .toList();
        }
    }

    /** The text of a file, each byte a character where it is not UTF-8. Empty for binary files. */
    static String text(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return text.indexOf(0) >= 0 ? "" : text;
    }
}
