package lingdian.domain.document;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {
    @ParameterizedTest
    @CsvSource({
        "360400000000000012, 3604************12",
        "123456789012, 1234******12",
        "12345678901, 1*********1",
        "E12345678, E*******8",
        "G001, G**1",
        "ABC, A*C",
        "AB, A*",
        "A, *",
        "'', ''",
        "𠮷123456789𠮷𠮷, 𠮷123******𠮷𠮷"
    })
    void aNumberShowsItsEnds(String number, String masked) {
        assertThat(Masks.number(number)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({"张三, 张*", "张, 张*", "欧阳某某, 欧*", "𠮷田, 𠮷*", "John Doe, J*", "'', *"})
    void aNameShowsItsFirstCharacter(String name, String masked) {
        assertThat(Masks.name(name)).isEqualTo(masked);
    }

    @Test
    void aNumberOfAMillionCharactersIsShownAsSixtyFour() {
        assertThat(Masks.number("1".repeat(1_000_000))).isEqualTo("1111" + "*".repeat(58) + "11");
    }

    @ParameterizedTest
    @CsvSource({"111, 111", "990, 990", "'', ''", "360400000000000012, 3604************12", "1234, 1**4"})
    void aTypeIsShownWhereItIsACode(String type, String shown) {
        assertThat(Masks.type(type)).isEqualTo(shown);
    }

    @Property
    void aMaskKeepsTheLengthAndShowsAtMostSixCharacters(@ForAll @StringLength(max = 64) String number) {
        String masked = Masks.number(number.replace('*', '-'));

        assertThat(masked.codePointCount(0, masked.length())).isEqualTo(number.codePointCount(0, number.length()));
        assertThat(masked.codePoints().filter(character -> character != '*').count())
                .isLessThanOrEqualTo(number.length() >= 12 ? 6 : 2);
    }

    @Property
    void noNumberIsShownWhole(@ForAll @StringLength(min = 1, max = 80) String number) {
        assertThat(Masks.number(number)).contains("*");
    }
}
