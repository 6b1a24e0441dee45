package lingdian.architecture;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README, the pages for contributors and the handbook: the contents list every page, and all can be read in a terminal. */
class HandbookContentsTest {
    private static final Path README = Path.of("README.md");
    private static final Path HANDBOOK = Path.of("src/site/markdown");
    private static final Path CONTRIBUTORS = Path.of(".github");
    private static final Path INDEX = HANDBOOK.resolve("index.md");
    private static final Path ARCHITECTURE = HANDBOOK.resolve("architecture.md");
    private static final Path MAIN = Path.of("src/main/java");

    private static final int README_LINES_MAX = 150;
    private static final int LINE_CHARACTERS_MAX = 160;

    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]+)[^)\\s]*\\)");
    private static final Pattern TYPE = Pattern.compile("[A-Z][a-z]+[A-Za-z]*");
    private static final Pattern ROOM = Pattern.compile("[a-z]+\\.[a-z]+");

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(README_LINES_MAX);
    }

    @Test
    void noLineIsTooLong() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path page : pages(HANDBOOK, CONTRIBUTORS)) {
            List<String> lines = Files.readAllLines(page);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > LINE_CHARACTERS_MAX) {
                    tooLong.add("%s:%d".formatted(page, i + 1));
                }
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void theReadmeAndTheContributorsPagesLinkToFiles() throws IOException {
        var broken = new ArrayList<String>();
        for (Path page : pages(CONTRIBUTORS)) {
            for (Path linked : linked(page)) {
                if (!Files.exists(linked)) {
                    broken.add(page + ": " + linked);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void theContentsListEveryPage() throws IOException {
        try (Stream<Path> files = Files.walk(HANDBOOK)) {
            assertThat(linked(INDEX))
                    .containsAll(files.filter(file -> file.toString().endsWith(".md"))
                            .filter(not(INDEX::equals))
                            .toList());
        }
    }

    /** Code changes its names, and nothing but this reminds of the page that explains them. */
    @Test
    void theArchitectureNamesTypesAndRoomsThatThereAre() throws IOException {
        Set<String> types = namesOf("src/main/java", "src/test/java");
        String page = CODE_BLOCK.matcher(Files.readString(ARCHITECTURE)).replaceAll("");

        List<String> unknown = CODE.matcher(page)
                .results()
                .map(code -> code.group(1))
                .filter(code -> TYPE.matcher(code).matches() && !types.contains(code)
                        || ROOM.matcher(code).matches()
                                && !Files.isDirectory(MAIN.resolve("lingdian").resolve(code.replace('.', '/'))))
                .filter(code -> !Files.exists(Path.of("config", code)) && !code.equals("openapi.yaml"))
                .toList();

        assertThat(unknown).isEmpty();
    }

    /** The README, and the pages in {@code directories}. */
    private static List<Path> pages(Path... directories) throws IOException {
        var pages = new ArrayList<Path>(List.of(README));
        for (Path directory : directories) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    /** The files that a page links to. */
    private static Set<Path> linked(Path page) throws IOException {
        String text = CODE.matcher(CODE_BLOCK.matcher(Files.readString(page)).replaceAll(""))
                .replaceAll("");
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains(":"))
                .map(link -> page.resolveSibling(link).normalize())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> namesOf(String... roots) throws IOException {
        var names = new TreeSet<String>();
        for (String root : roots) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
            }
        }
        return names;
    }
}
