package lingdian.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.architecture.CountedText.TooManyReads;
import lingdian.architecture.SourcePatterns.SourcePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No regular expression of the program or its API documents reads a text more than a fixed number of times, whatever the
 * text is: one request must not keep an event loop busy (CWE-1333). Characters read are counted, never time.
 */
class RegularExpressionsTest {
    private static final int LENGTH = 200;
    /** Twice the text may cost twice the reads, and some: a square would cost four times as many. */
    private static final double GROWTH_MAX = 2.6;

    private static final long SLACK_READS = 2_000;

    @ParameterizedTest
    @MethodSource("patterns")
    void aTextTwiceAsLongIsReadTwiceAsOftenAtMost(SourcePattern one) {
        assertThat(hardest(one))
                .as("a text that is read far more often if it is longer")
                .isEmpty();
    }

    /** The adversary finds what it is there for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+b",
                "/(?:[A-Za-z0-9._~-]+/?)*(?:\\?[A-Za-z0-9._~=&%-]*)?",
                "\\s*[.]\\s*",
                "\\s+$",
                "x*y*x*z",
                "(.*),(.*),(.*);",
            })
    void slowExpressionsAreFound(String slow) {
        var found = new ArrayList<String>(hardest(new SourcePattern("a test", slow, true)));
        found.addAll(hardest(new SourcePattern("a test", slow, false)));
        assertThat(found).isNotEmpty();
    }

    @Test
    void sourcesAndDocumentsAreRead() throws Exception {
        assertThat(SourcePatterns.under(Path.of("src/main/java"))).hasSizeGreaterThan(80);
        assertThat(ofDocument("openapi.yaml")).hasSizeGreaterThan(30);
        assertThat(ofDocument("asyncapi.yaml")).isNotEmpty();
    }

    static Stream<SourcePattern> patterns() throws Exception {
        return Stream.of(
                        SourcePatterns.under(Path.of("src/main/java")),
                        ofDocument("openapi.yaml"),
                        ofDocument("asyncapi.yaml"))
                .flatMap(List::stream)
                .distinct();
    }

    /** A text that one pattern reads out of proportion; empty if there is none. */
    private static List<String> hardest(SourcePattern one) {
        Pattern pattern = Pattern.compile(one.pattern());
        for (IntFunction<String> text : PatternAdversary.of(one.pattern())) {
            long once = reads(pattern, text.apply(LENGTH), one.searched());
            long twice = reads(pattern, text.apply(2 * LENGTH), one.searched());
            if (twice > GROWTH_MAX * once + SLACK_READS) {
                return List.of(once + " and " + twice + " reads of " + text.apply(3));
            }
        }
        return List.of();
    }

    private static long reads(Pattern pattern, String text, boolean searched) {
        var counted = new CountedText(text);
        Matcher matcher = pattern.matcher(counted);
        try {
            if (searched) {
                while (matcher.find()) {
                    // each find goes on after the one before
                }
            } else {
                matcher.matches();
            }
        } catch (TooManyReads exponential) {
            return Long.MAX_VALUE;
        }
        return counted.reads();
    }

    /** A JSON Schema's pattern is looked for within the text. */
    private static List<SourcePattern> ofDocument(String name) throws Exception {
        var found = new ArrayList<SourcePattern>();
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("src/main/resources/lingdian/api", name).toFile());
        document.findValuesAsText("pattern").forEach(pattern -> found.add(new SourcePattern(name, pattern, true)));
        return found;
    }
}
