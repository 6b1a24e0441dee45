package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A file that spreadsheets open as it was meant. */
class CsvSheetTest {
    @Test
    void textIsNoFormulaAndNumbersStayNumbers() {
        byte[] file = new CsvSheet()
                .line("网吧", "=1+1", "-3", -3, "a \"b\", c")
                .line("")
                .bytes();

        assertThat(new String(file, StandardCharsets.UTF_8))
                .isEqualTo("\uFEFF网吧,'=1+1,'-3,-3,\"a \"\"b\"\", c\"\r\n\"\"\r\n");
        assertThat(file).startsWith(0xEF, 0xBB, 0xBF);
    }
}
