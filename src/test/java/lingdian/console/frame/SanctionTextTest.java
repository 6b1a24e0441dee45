package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.access.signin.Language;
import lingdian.platform.text.PageTimes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SanctionTextTest {
    private static final Words WORDS = Words.in(Language.ZH);

    /** Earlier services kept times in the history as they came. */
    @ParameterizedTest
    @CsvSource({
        "2026-12-20T00:00:00.123456789012Z, 12-20 08:00",
        "2026-12-20T00:00:00+19:00,         12-19 13:00",
        "+10000-01-01T07:59:59+08:00,       +10000-01-01 07:59",
    })
    void everySpellingOfATimeIsRead(String to, String shown) {
        var sanctions = new JsonArray()
                .add(new JsonObject()
                        .put("kind", "suspension")
                        .put("from", "2026-12-01T00:00:00+08:00")
                        .put("to", to));
        PageTimes times = WORDS.times(Instant.parse("2026-07-10T04:00:00Z"));

        assertThat(SanctionText.all(sanctions, WORDS, times)).contains(shown);
    }
}
