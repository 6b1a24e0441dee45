package lingdian.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that finds nothing proves nothing unless it finds what is there. */
class LeakSearchTest {
    private final LeakSearch search =
            new LeakSearch().text("欧阳可辨").text("36048119870605001X").date(LocalDate.of(1987, 6, 5));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x 欧阳可辨 y",
                "{\"name\":\"\\u6b27\\u9633\\u53ef\\u8fa8\"}",
                "\\x00e6aca7e998b3e58fafe8bea8ff",
                "%E6%AC%A7%E9%98%B3%E5%8F%AF%E8%BE%A8",
                "&#27431;&#38451;&#21487;&#36776;",
                "a36048119870605001xb",
                "333630343831313938373036303530303158",
                "born 1987-06-05T00:00",
                "1987年6月5日",
                "05.06.1987",
                "=19870605,",
            })
    void findsWhatIsThere(String said) {
        assertThat(search.in(said)).isNotEmpty();
        assertThat(search.linesIn(java.util.List.of("nothing\n" + said))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "欧*", "3604************1X", "a19870605b", "1987-06-06", "欧阳"})
    void findsNothingElse(String said) {
        assertThat(search.in(said)).isEmpty();
    }

    @Test
    void findsItInBase64WhereverItBegins() {
        for (String before : java.util.List.of("", "{", "ab", "abc")) {
            for (String shown : java.util.List.of("欧阳可辨", "36048119870605001X", "1987-06-05")) {
                byte[] bytes = (before + shown + "}").getBytes(StandardCharsets.UTF_8);
                assertThat(search.in(Base64.getEncoder().encodeToString(bytes)))
                        .as(before + shown)
                        .isNotEmpty();
                assertThat(search.in(Base64.getUrlEncoder().encodeToString(bytes)))
                        .isNotEmpty();
            }
        }
    }
}
