package lingdian.domain.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CitizenNumberTest {
    private static final String CHARACTERS = "0123456789X";

    @Test
    void theCheckCharacterIsThatOfTheStandard() {
        assertThat(CitizenNumber.checkCharacter("11010519491231002")).isEqualTo('X'); // the example of GB 11643-1999
        assertThat(CitizenNumber.checkCharacter("44052418800101001")).isEqualTo('4');
        assertThat(CitizenNumber.checkCharacter("00000000000000000")).isEqualTo('1');
    }

    @Property
    void whatIsMadeChecks(@ForAll("numbers") String number) {
        assertThat(CitizenNumber.checks(number)).isTrue();
    }

    @Property
    void anyOneChangedCharacterIsNoticed(
            @ForAll("numbers") String number,
            @ForAll @IntRange(max = 17) int place,
            @ForAll @IntRange(max = 10) int character) {
        char other = CHARACTERS.charAt(character);
        assumeThat(number.charAt(place)).isNotEqualTo(other);

        assertThat(CitizenNumber.checks(number.substring(0, place) + other + number.substring(place + 1)))
                .isFalse();
    }

    @Property
    void anyTwoNeighboursSwappedAreNoticed(@ForAll("numbers") String number, @ForAll @IntRange(max = 16) int place) {
        char first = number.charAt(place);
        char second = number.charAt(place + 1);
        assumeThat(first).isNotEqualTo(second);

        assertThat(CitizenNumber.checks(number.substring(0, place) + second + first + number.substring(place + 2)))
                .isFalse();
    }

    @Property
    void anythingElseIsRefusedWithoutAnError(@ForAll String text) {
        assumeThat(text).doesNotMatch("[0-9]{17}[0-9X]");

        assertThat(CitizenNumber.checks(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11010519491231002X",
                "号码110105 19491231 002x。",
                "１１０１０５　１９４９１２３１　００２Ｘ",
                "110105-1949-1231-002X",
                "130503670401001",
                "身份证 130503 670401 001",
            })
    void inAMessageEveryFormOfANumberIsFound(String text) {
        assertThat(CitizenNumber.mayOccurIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "请于2026年11月20日8时前关门，电话0792-4220000",
                "许可证360481 0001，场所36048110000001",
                "130503671401001",
                "1305036704010012",
                "110105194912310021",
            })
    void otherDigitsInAMessageAreNone(String text) {
        assertThat(CitizenNumber.mayOccurIn(text)).isFalse();
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.strings()
                .withCharRange('0', '9')
                .ofLength(17)
                .map(digits -> digits + CitizenNumber.checkCharacter(digits));
    }
}
