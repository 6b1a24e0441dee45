package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.signin.Language;
import lingdian.domain.Authority;
import lingdian.law.casework.Case;
import lingdian.law.casework.CaseAction;
import lingdian.law.course.CheckOutcome;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.DocumentKind;
import lingdian.law.course.StepName;
import lingdian.law.course.Trigger;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.judge.Code;
import lingdian.law.judge.Explanation;
import lingdian.law.judge.Standing;
import lingdian.law.statute.LawStanding;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No text is missing in either language, no template contains text itself, and no text is unused. */
class WordsTest {
    private static final Path TEMPLATES = Path.of("src/main/jte");
    /** The only text that is in the other language on purpose. */
    private static final String OTHER_LANGUAGE = "language.other";

    private static final Pattern SAID = Pattern.compile("\\bsay\\(\"([\\w.-]+)\"");
    /** Control lines, then expressions, then tags; the rest of a template is text. */
    private static final Pattern CONTROL =
            Pattern.compile("@(import|param|if|for|template|else|endif|endfor|elseif)[^\\n]*|`\\)");

    private static final Pattern HANDBOOK = Pattern.compile("[a-z/-]+\\.md");
    private static final Pattern PLACE = Pattern.compile("\\{\\d[^}]*}");
    private static final Pattern EXPRESSION = Pattern.compile("\\$(?:unsafe)?\\{[^}]*}");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern SPOKEN = Pattern.compile(
            "\\b(?:alt|title|placeholder|aria-label|aria-description|label|data-up|data-down)=\"[^\"$]*\\p{L}");

    @Test
    void bothLanguagesHaveTheSameTexts() {
        Words chinese = Words.in(Language.ZH);
        Words english = Words.in(Language.EN);

        assertThat(chinese.keys()).isEqualTo(english.keys());
        for (String key : chinese.keys()) {
            assertThat(places(chinese.say(key))).as(key).isEqualTo(places(english.say(key)));
            assertThat(chinese.say(key)).as(key).isNotBlank();
            assertThat(english.say(key)).as(key).isNotBlank();
            if (!key.equals(OTHER_LANGUAGE)) {
                assertThat(english.say(key)).as(key).doesNotContainPattern("\\p{IsHan}");
            }
        }
    }

    /** Of two texts of one key the later one wins, so that whoever mends the earlier one changes nothing. */
    @ParameterizedTest
    @EnumSource
    void noKeyIsThereTwice(Language language) throws IOException {
        Path file = Path.of("src/main/resources/lingdian/console/frame/words_" + language.code() + ".properties");

        assertThat(Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#") && line.contains("="))
                        .map(line -> line.split("=", 2)[0].strip()))
                .doesNotHaveDuplicates();
    }

    /** What has a value is written as what has none: an apostrophe is one, and each place gets its value. */
    @ParameterizedTest
    @EnumSource
    void noTextLosesAnApostropheOrAValue(Language language) {
        Words words = Words.in(language);
        for (String key : words.keys()) {
            String text = words.say(key);
            String said = words.say(key, 7, 7, 7, 7, 7, 7, 7, 7);
            if (text.contains(",choice,")) {
                assertThat(text).as(key).doesNotContain("'");
                assertThat(said).as(key).contains("7").doesNotContain("{");
            } else {
                assertThat(said).as(key).isEqualTo(PLACE.matcher(text).replaceAll("7"));
            }
        }
    }

    /** The service does not serve the handbook, so that a text that refers to it names its file. */
    @ParameterizedTest
    @EnumSource
    void pagesOfTheHandbookThatAreNamedAreThere(Language language) {
        Words words = Words.in(language);
        Set<String> named = words.keys().stream()
                .flatMap(key -> HANDBOOK.matcher(words.say(key)).results())
                .map(found -> found.group())
                .collect(Collectors.toSet());

        assertThat(named).contains("runbooks/lag.md", "cluster.md", "verification.md", "index.md");
        assertThat(named)
                .allSatisfy(
                        page -> assertThat(Path.of("src/site/markdown", page)).isRegularFile());
    }

    @Test
    void whatTemplatesSayIsThere() throws IOException {
        Words words = Words.in(Language.ZH);
        try (Stream<Path> templates = templates()) {
            for (Path template : templates.toList()) {
                Matcher said = SAID.matcher(Files.readString(template));
                while (said.find()) {
                    if (!said.group(1).endsWith(".")) {
                        assertThat(words.keys()).as(template.toString()).contains(said.group(1));
                    }
                }
            }
        }
    }

    @Test
    void everyWordOfTheApiHasAText() {
        Set<String> keys = Words.in(Language.ZH).keys();
        for (Code code : Code.values()) {
            assertThat(keys).contains("code." + code.name(), "rule." + code.name(), "mend." + code.name());
            assertThat(keys).contains("now." + code.name());
        }
        for (CaseAction action : CaseAction.values()) {
            assertThat(keys).contains("action." + action.wire(), "do." + action.wire(), "did.action." + action.wire());
        }
        for (Case one : Case.all()) {
            assertThat(keys).contains("case." + one.wire());
        }
        for (Action action : Action.values()) {
            assertThat(keys).contains("log." + action.wire());
        }
        for (Subject.Kind kind : Subject.Kind.values()) {
            assertThat(keys).contains("subject." + kind.wire());
        }
        for (Actor.Kind kind : Actor.Kind.values()) {
            assertThat(keys).contains("actor." + kind.name().toLowerCase(Locale.ROOT));
        }
        for (StepName step : StepName.values()) {
            assertThat(keys).contains("case-step." + step.wire());
            if (step != StepName.CLOSED) {
                assertThat(keys).contains("case.next-step." + step.wire());
            }
        }
        for (CourseVerb verb : CourseVerb.values()) {
            assertThat(keys).contains("case-do." + verb.wire(), "case-did." + verb.wire(), "did.case." + verb.wire());
        }
        for (Trigger trigger : Trigger.values()) {
            assertThat(keys).contains("trigger." + trigger.wire());
        }
        for (CheckOutcome outcome : CheckOutcome.values()) {
            assertThat(keys).contains("check-outcome." + outcome.wire());
        }
        for (DocumentKind kind : DocumentKind.values()) {
            assertThat(keys).contains("document." + kind.wire());
        }
        for (Section section : Section.values()) {
            assertThat(keys).contains(section.key());
        }
    }

    @Test
    void everyWordOfAViolationHasAText() {
        Set<String> keys = Words.in(Language.ZH).keys();
        for (Explanation explanation : Explanation.values()) {
            assertThat(keys).contains("explained." + explanation.wire());
        }
        for (Standing standing : Standing.values()) {
            assertThat(keys).contains("standing." + standing.wire());
        }
        for (Authority authority : Authority.values()) {
            assertThat(keys).contains("authority." + authority.wire());
        }
        for (LawStanding standing : LawStanding.values()) {
            assertThat(keys).contains("law." + standing.wire());
        }
        for (SuspensionOrder.Kind cause : SuspensionOrder.Kind.values()) {
            assertThat(keys).contains("hours.cause." + cause.wire());
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noTemplateHoldsText(Path template) throws IOException {
        String source = Files.readString(template);
        String markup =
                EXPRESSION.matcher(CONTROL.matcher(source).replaceAll("")).replaceAll("");

        assertThat(TAG.matcher(markup).replaceAll("").replace("content = @`", ""))
                .as(template.toString())
                .doesNotContainPattern("\\p{L}");
        assertThat(source)
                .doesNotContainPattern(SPOKEN)
                .doesNotContain("style=")
                .doesNotContainPattern(" on\\w+=");
    }

    static Stream<Path> templates() throws IOException {
        return Files.walk(TEMPLATES).filter(file -> file.toString().endsWith(".jte"));
    }

    private static Set<String> places(String text) {
        var places = new TreeSet<String>();
        Matcher found = Pattern.compile("\\{(\\d)").matcher(text);
        while (found.find()) {
            places.add(found.group(1));
        }
        return places;
    }
}
