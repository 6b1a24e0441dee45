package lingdian.supply;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A published hole of a library, a line of {@code known-holes.txt}.
 *
 * @param artifact group and name; a star at its end stands for any rest
 * @param affected one or more ranges of versions
 * @param severity as its source says, or unknown
 */
record KnownHole(String artifact, List<Range> affected, String id, String severity, String source) {
    private static final Pattern LINE = Pattern.compile(
            "([\\w.-]+:[\\w.*-]+) \\| (.+?) \\| ([\\w. -]+) \\| (low|medium|high|critical|unknown) \\| (\\S.*)");
    private static final Pattern RANGE = Pattern.compile("[\\[(]([\\w.-]*),([\\w.-]+)\\)");

    /**
     * Versions from one on, up to and without another.
     *
     * @param from empty for every earlier one
     */
    record Range(String from, String to) {
        boolean has(LibraryVersion version) {
            return version.compareTo(new LibraryVersion(to)) < 0
                    && (from.isEmpty() || version.compareTo(new LibraryVersion(from)) >= 0);
        }

        private static Range of(String text) {
            Matcher range = RANGE.matcher(text);
            if (!range.matches()) {
                throw new IllegalArgumentException("not a range [from,to): " + text);
            }
            return new Range(range.group(1), range.group(2));
        }
    }

    static KnownHole of(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("must be artifact | versions | id | severity | source: " + line);
        }
        List<Range> affected =
                List.of(parts.group(2).split(" ")).stream().map(Range::of).toList();
        return new KnownHole(parts.group(1), affected, parts.group(3), parts.group(4), parts.group(5));
    }

    boolean isIn(Library library) {
        return isOf(library.artifact()) && affected.stream().anyMatch(range -> range.has(library.version()));
    }

    private boolean isOf(String other) {
        return artifact.endsWith("*")
                ? other.startsWith(artifact.substring(0, artifact.length() - 1))
                : other.equals(artifact);
    }
}
