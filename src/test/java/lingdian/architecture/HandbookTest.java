package lingdian.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the handbook and the code say of each other exists: citations, links, and the messages that are shown. */
class HandbookTest {
    private static final Path PAGES = Path.of("src/site/markdown");
    private static final Pattern CITATION = Pattern.compile("\\b([a-z][a-z-]*\\.md)(?:#([\\w-]+))?");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s:]*)\\)");
    private static final Pattern NAMED_PLACE = Pattern.compile("<a id=\"([\\w-]+)\"></a>");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: https://lingdian\\.example/handbook/(\\S+)");
    private static final Pattern COMMENT_BREAK = Pattern.compile("\\s*\\n\\s*(?:\\*|//)\\s*");
    private static final Pattern NO_ANCHOR = Pattern.compile("[^\\p{L}\\p{N}_ -]");

    private final Map<Path, Set<String>> headings = headings();

    @Test
    void everyPageAndHeadingThatTheCodeCitesExists() {
        var missing = new ArrayList<String>();
        files(Path.of("src"), ".java", file -> {
            String text = COMMENT_BREAK.matcher(read(file)).replaceAll(" ");
            CITATION.matcher(text)
                    .results()
                    .filter(cited -> !exists(page(cited.group(1)), cited.group(2)))
                    .forEach(cited -> missing.add(file + ": " + cited.group()));
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void everyLinkBetweenPagesLeadsToAPageAndHeading() {
        var missing = new ArrayList<String>();
        headings.keySet()
                .forEach(page -> LINK.matcher(read(page))
                        .results()
                        .map(link -> link.group(1))
                        .filter(link -> !leadsSomewhere(page, link))
                        .forEach(link -> missing.add(page + ": " + link)));
        assertThat(missing).isEmpty();
    }

    /** Grafana and Alertmanager show a link to the runbook with each alert; it leads to the section for that alert. */
    @Test
    void everyAlertLeadsToAPageAndHeading() {
        List<String> runbooks = Stream.of(
                        "grafana/prometheus/alerts.yml", "grafana/provisioning/alerting/lingdian.yaml")
                .flatMap(file -> RUNBOOK.matcher(read(Path.of(file))).results())
                .map(link -> link.group(1))
                .toList();

        assertThat(runbooks)
                .hasSizeGreaterThan(40)
                .allMatch(link -> link.contains("#"))
                .allMatch(link -> leadsSomewhere(PAGES.resolve("index.md"), link));
    }

    /** The agent's half of the exchange in protocol-messages.md, as the service decodes it. */
    @Test
    void theMessagesThatTheProtocolShowsAreTaken() {
        List<String> messages = sentMessages(read(PAGES.resolve("protocol-messages.md")));
        assertThat(messages)
                .hasSize(4)
                .allSatisfy(message -> assertThat(AgentCodec.decode(message))
                        .isNotInstanceOf(Decoded.Refused.class)
                        .satisfies(decoded -> assertThat(invalid(decoded)).isEmpty()));
    }

    private static List<AgentEvent> invalid(Decoded decoded) {
        return decoded instanceof Decoded.Events events
                ? events.events().stream()
                        .map(received -> received.event())
                        .filter(AgentEvent.Invalid.class::isInstance)
                        .toList()
                : List.of();
    }

    private static List<String> sentMessages(String page) {
        var messages = new ArrayList<String>();
        boolean sent = false;
        for (String line : page.lines().toList()) {
            sent = line.startsWith("→ ") || sent && line.startsWith("   ");
            if (line.startsWith("→ ")) {
                messages.add(line.substring(2));
            } else if (sent) {
                messages.set(messages.size() - 1, messages.getLast() + line);
            }
        }
        return messages.stream()
                .map(message -> message.replace("5f0cb3a2-…", "5f0cb3a2-0000-4000-8000-000000000001"))
                .toList();
    }

    private boolean leadsSomewhere(Path page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path to = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return exists(to, hash < 0 ? null : link.substring(hash + 1));
    }

    private boolean exists(Path page, @Nullable String heading) {
        return heading == null
                ? Files.exists(page)
                : headings.getOrDefault(page, Set.of()).contains(heading);
    }

    private Path page(String name) {
        return headings.keySet().stream()
                .filter(page -> page.endsWith(name))
                .findFirst()
                .orElse(Path.of(name));
    }

    private static Map<Path, Set<String>> headings() {
        var headings = new TreeMap<Path, Set<String>>();
        files(PAGES, ".md", page -> headings.put(page, headings(read(page))));
        return headings;
    }

    /**
     * The anchors of a page: its headings in lower case, with hyphens for blanks and without punctuation, as GitHub makes
     * them, and the places that have an id.
     */
    private static Set<String> headings(String page) {
        boolean example = false;
        var headings = new HashSet<String>();
        for (String line : page.lines().toList()) {
            example ^= line.startsWith("```");
            if (!example && line.startsWith("#")) {
                String heading = line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT);
                headings.add(NO_ANCHOR.matcher(heading).replaceAll("").replace(' ', '-'));
            }
        }
        NAMED_PLACE.matcher(page).results().forEach(place -> headings.add(place.group(1)));
        return headings;
    }

    private static void files(Path directory, String ending, Consumer<Path> each) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.toString().endsWith(ending)).sorted().forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
