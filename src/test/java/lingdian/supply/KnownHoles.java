package lingdian.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The list of known holes that comes with the sources, and the few that were accepted. */
record KnownHoles(LocalDate asOf, List<KnownHole> holes, List<Accepted> accepted) {
    private static final Path DIRECTORY = Path.of("src/test/resources/lingdian/supply");
    private static final Pattern AS_OF = Pattern.compile("(?m)^# As of: (\\d{4}-\\d{2}-\\d{2})$");

    /** A hole that a library has and that cannot harm the program. */
    record Accepted(String artifact, String id, String why) {
        private static Accepted of(String line) {
            String[] parts = line.split(" \\| ", -1);
            if (parts.length != 3 || parts[2].isBlank()) {
                throw new IllegalArgumentException("must be artifact | id | why: " + line);
            }
            return new Accepted(parts[0], parts[1], parts[2]);
        }

        private boolean covers(Library library, KnownHole hole) {
            return artifact.equals(library.artifact()) && id.equals(hole.id());
        }
    }

    /** What a comparison found: each an English line for a person to act on. */
    record Findings(List<String> open, List<String> needless) {}

    static KnownHoles read() throws IOException {
        String list = Files.readString(DIRECTORY.resolve("known-holes.txt"));
        return of(list, Files.readString(DIRECTORY.resolve("accepted-holes.txt")));
    }

    static KnownHoles of(String list, String accepted) {
        Matcher date = AS_OF.matcher(list);
        if (!date.find()) {
            throw new IllegalArgumentException("the list must say its date: # As of: YYYY-MM-DD");
        }
        return new KnownHoles(
                LocalDate.parse(date.group(1)),
                lines(list).map(KnownHole::of).toList(),
                lines(accepted).map(Accepted::of).toList());
    }

    private static Stream<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    Findings of(List<Library> libraries) {
        var open = new ArrayList<String>();
        var unused = new ArrayList<>(accepted);
        for (Library library : libraries) {
            for (KnownHole hole : holes) {
                if (!hole.isIn(library)) {
                    continue;
                }
                boolean isAccepted = unused.removeIf(one -> one.covers(library, hole))
                        || accepted.stream().anyMatch(one -> one.covers(library, hole));
                if (!isAccepted) {
                    open.add("%s has %s (%s, %s): take a version outside of %s"
                            .formatted(library, hole.id(), hole.severity(), hole.source(), hole.affected()));
                }
            }
        }
        return new Findings(
                open,
                unused.stream()
                        .map(one -> "accepted-holes.txt accepts %s of %s, which no library has: remove the line"
                                .formatted(one.id(), one.artifact()))
                        .toList());
    }
}
