package lingdian.domain.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ways of writing a name are one name. */
class NameFormTest {
    private static final Pattern ESCAPED = Pattern.compile("\\\\u(\\p{XDigit}{4})");

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "张三,  张三\\u3000\\u3000",
                "张三,张 三",
                "张三,张\\u3000三",
                "张三,\\u200B张三\\uFEFF",
                "阿卜杜拉·买买提,阿卜杜拉\\u2022买买提",
                "阿卜杜拉·买买提,阿卜杜拉\\u30FB买买提",
                "阿卜杜拉·买买提,阿卜杜拉\\uFF65买买提",
                "阿卜杜拉·买买提,阿卜杜拉．买买提",
                "阿卜杜拉·买买提,阿卜杜拉.买买提",
                "阿卜杜拉·买买提,阿卜杜拉。买买提",
                "阿卜杜拉·买买提,阿卜杜拉 · 买买提",
                "阿卜杜拉·买买提,阿卜杜拉\\u2027买买提",
                "Hans Maier,ＨＡＮＳ　ＭＡＩＥＲ",
                "Hans Maier,hans   maier",
                "René,Rene\\u0301",
                "金,\\uF90A",
            })
    void areOneName(String one, String other) {
        assertThat(NameForm.of(text(one))).isEqualTo(NameForm.of(text(other)));
    }

    @ParameterizedTest
    @CsvSource({"张三,张四", "张三,张三丰", "Hans Maier,HansMaier", "阿卜杜拉·买买提,阿卜杜拉买买提", "René,Rene"})
    void areTwo(String one, String other) {
        assertThat(NameForm.of(one)).isNotEqualTo(NameForm.of(other));
    }

    @Test
    void blanksAreNoName() {
        assertThat(NameForm.of(" \u3000\u200B\t")).isEmpty();
    }

    private static String text(String escaped) {
        return ESCAPED.matcher(escaped)
                .replaceAll(found -> String.valueOf((char) Integer.parseInt(found.group(1), 16)));
    }
}
