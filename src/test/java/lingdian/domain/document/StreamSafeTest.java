package lingdian.domain.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The work of normalising a text, counted as the lengths of the runs that a normaliser has to sort. */
class StreamSafeTest {
    private static final String HIGHEST_CLASS = "\u0345";

    @ParameterizedTest
    @MethodSource("lingdian.testing.WorstText#all")
    void noRunIsLongerThanThirtyMarks(String worst) {
        assertThat(longestRun(worst)).isGreaterThan(StreamSafe.MARKS_MAX);
        assertThat(longestRun(StreamSafe.of(worst))).isLessThanOrEqualTo(StreamSafe.MARKS_MAX);
    }

    /** A form that is stored of a name is what was normalised, so its runs show what the normaliser was given. */
    @ParameterizedTest
    @MethodSource("lingdian.testing.WorstText#all")
    void theFormOfANameHasNoLongRunEither(String worst) {
        int expansion = 2; // U+0344 becomes two marks
        assertThat(longestRun(NameForm.of(worst))).isLessThanOrEqualTo(expansion * StreamSafe.MARKS_MAX);
    }

    @Test
    void aTextWithRunsOfThirtyIsNotChanged() {
        String text = ("e" + "\u0301".repeat(StreamSafe.MARKS_MAX)).repeat(6);
        assertThat(StreamSafe.of(text)).isSameAs(text);
        assertThat(StreamSafe.of(text + "\u0301")).isEqualTo(text + "\u034F\u0301");
    }

    @Test
    void everyCharacterThatANormaliserSortsIsCountedAsAMark() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(codePoint -> Character.getType(codePoint) != Character.SURROGATE)
                        .filter(StreamSafeTest::isSorted)
                        .filter(codePoint -> !StreamSafe.isMark(codePoint)))
                .isEmpty();
    }

    /** Whether the normaliser puts it before a mark of the highest class, or joins it to such a run. */
    private static boolean isSorted(int codePoint) {
        String text = Character.toString(codePoint);
        String alone = Normalizer.normalize(text, Normalizer.Form.NFKD);
        return !Normalizer.normalize(HIGHEST_CLASS + text, Normalizer.Form.NFKD).equals(HIGHEST_CLASS + alone);
    }

    /** A grapheme joiner ends a run: its combining class is zero. */
    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int codePoint : text.codePoints().toArray()) {
            run = StreamSafe.isMark(codePoint) && codePoint != 0x034F ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
