package lingdian.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFFA0, 0xFFF0,
                0xFFF9, 0x13430, 0x1343F, 0x1BCA0, 0x1D173, 0xE0001, 0xE0041, 0xE0100, 0x85, 0x9F, 0x061C, 0x200B,
                0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066,
                0x2067, 0x2068, 0x2069, 0x206F, 0xFEFF
            })
    void whatNobodySeesIsLeftOutAndInNoName(int character) {
        String name = "晨" + Character.toString(character) + "光网吧";

        assertThat(VisibleText.of(name)).isEqualTo("晨光网吧");
        assertThat(VisibleText.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"晨光网吧", "阿卜杜拉·买买提", "Ünïcode Café", "Ａ１　区", "𠮷野", "ᠮᠣᠩᠭᠣᠯ", "བོད་ཡིག"})
    void whatIsSeenStays(String name) {
        assertThat(VisibleText.of(name)).isEqualTo(name);
        assertThat(VisibleText.isName(name)).isTrue();
    }

    @Test
    void aTextKeepsItsLinesAndANameHasNone() {
        assertThat(VisibleText.of("一\r\n\t二")).isEqualTo("一\r\n\t二");
        assertThat(VisibleText.isName("一\n二")).isFalse();
        assertThat(VisibleText.isName("一\u007F")).isFalse();
    }
}
