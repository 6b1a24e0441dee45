package lingdian.law.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Weekly.Mistake;
import lingdian.law.hours.Weekly.Opening;
import lingdian.law.hours.Weekly.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeeklyTest {
    private static List<Mistake> mistakes(Map<String, ?> json) {
        return Weekly.parse(json) instanceof Parsed.Invalid invalid ? invalid.mistakes() : List.of();
    }

    private static Weekly valid(Map<String, ?> json) {
        return ((Parsed.Valid) Weekly.parse(json)).weekly();
    }

    @ParameterizedTest
    @CsvSource({
        "08:00-24:00, 480, 1440, 1440",
        "08:00-02:00, 480, 120, 1560",
        "18:00-00:00, 1080, 0, 1440",
        "00:00-24:00, 0, 1440, 1440",
        "23:59-23:58, 1439, 1438, 2878",
        "00:00-00:01, 0, 1, 1",
    })
    void anIntervalIsReadToTheMinute(String text, int opens, int closes, int end) {
        Opening opening =
                valid(Map.of("fri", List.of(text))).days().get(DayOfWeek.FRIDAY).getFirst();

        assertThat(opening).isEqualTo(new Opening(opens, closes));
        assertThat(opening.end()).isEqualTo(end);
        assertThat(opening).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8:00-24:00",
                "08:00-24:01",
                "08:00–24:00",
                "08:00-24:00 ",
                "08:60-10:00",
                "24:00-08:00",
                "24:00-24:00",
                "25:00-26:00",
                "08:00-08:00",
                "00:00-00:00",
                "08.00-24.00",
                "08:00-24:00\n",
                "٠٨:00-24:00",
                "08:00"
            })
    void anythingElseIsRefused(String text) {
        assertThat(mistakes(Map.of("fri", List.of(text)))).singleElement().satisfies(mistake -> {
            assertThat(mistake.path()).isEqualTo("/weekly/fri/0");
            assertThat(mistake.expected()).startsWith("expected ");
        });
    }

    @Test
    void allMistakesAreNamedAtOnceAndNoValueIs() {
        var json = new LinkedHashMap<String, Object>();
        json.put("mon", List.of("08:00-24:00", "secret"));
        json.put("funday-secret", List.of("08:00-24:00"));
        json.put("tue", "secret");
        json.put("wed", null);
        json.put("thu", Arrays.asList("08:00-12:00", null, 7, "09:09-09:09"));

        assertThat(mistakes(json))
                .extracting(Mistake::path)
                .containsExactly(
                        "/weekly/mon/1",
                        "/weekly",
                        "/weekly/tue",
                        "/weekly/wed",
                        "/weekly/thu/1",
                        "/weekly/thu/2",
                        "/weekly/thu/3");
        assertThat(mistakes(json).toString()).doesNotContain("secret");
    }

    @Test
    void itIsWrittenAsItWasRead() {
        var json = new LinkedHashMap<String, List<String>>();
        json.put("mon", List.of("08:00-12:00", "12:00-00:00"));
        json.put("tue", List.of());
        json.put("sun", List.of("20:00-10:00", "08:00-24:00"));

        assertThat(valid(json).toMap()).isEqualTo(json);
        assertThat(valid(valid(json).toMap())).isEqualTo(valid(json));
        assertThat(valid(Collections.emptyMap()).toMap()).isEmpty();
    }

    @Test
    void regionsAreOfOneLevelEach() {
        assertThat(Level.ofRegion(new RegionCode("360481"))).isEqualTo(Level.COUNTY);
        assertThat(Level.ofRegion(new RegionCode("360480"))).isEqualTo(Level.COUNTY);
        assertThat(Level.ofRegion(new RegionCode("360400"))).isEqualTo(Level.CITY);
        assertThat(Level.ofRegion(new RegionCode("360000"))).isEqualTo(Level.PROVINCE);
    }
}
