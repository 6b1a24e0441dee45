package lingdian.domain.region;

import static lingdian.testing.MadeUpDocuments.REGIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import lingdian.domain.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        code,   from, to,   name
        362622, 1980, 1982, 瑞昌县
        360422, 1983, 1988, 瑞昌县
        369001, 1989, 1994, 瑞昌市
        360481, 1995, 2023, 瑞昌市
        510221, 1980, 1996, 长寿县
        500221, 1997, 2000, 长寿县
        500115, 2001, 2023, 长寿区
        360402, 1980, 2015, 庐山区
        360402, 2016, 2023, 濂溪区
        """)
    void aCountyKeepsItsHistory(RegionCode code, int from, int to, String name) {
        assertThat(REGIONS.knownCounty(code.value())).isTrue();
        assertThat(IntStream.rangeClosed(from, to))
                .allSatisfy(year -> assertThat(REGIONS.name(code, year)).contains(name));
        assertThat(REGIONS.name(code, from - 1)).isNotEqualTo(REGIONS.name(code, from));
    }

    @Test
    void theNameIsTheLatest() {
        assertThat(REGIONS.name(new RegionCode("360481"))).contains("瑞昌市");
        assertThat(REGIONS.name(new RegionCode("360402"))).contains("濂溪区");
        assertThat(REGIONS.name(new RegionCode("362622"))).contains("瑞昌县");
        assertThat(REGIONS.name(new RegionCode("360499"))).isEmpty();
    }

    @Test
    void aDivisionLiesInItsCity() {
        assertThat(REGIONS.cityOf(new RegionCode("360481"))).contains("九江市");
        assertThat(REGIONS.cityOf(new RegionCode("360400"))).contains("九江市");
        assertThat(REGIONS.cityOf(new RegionCode("360000"))).isEmpty();
        assertThat(REGIONS.cityOf(new RegionCode("500101"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
                "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
                "83"
            })
    void allProvincesAreKnown(String twoDigits) {
        assertThat(REGIONS.knownProvince(twoDigits)).isTrue();
        assertThat(REGIONS.below(RegionCode.COUNTRY)).containsKey(new RegionCode(twoDigits + "0000"));
    }

    @Test
    void noOthersAre() {
        assertThat(IntStream.range(0, 100)
                        .mapToObj(number -> "%02d".formatted(number))
                        .filter(REGIONS::knownProvince))
                .hasSize(35);
    }

    @Test
    void todaysCountiesOfJiangxiAreComplete() {
        assertThat(IntStream.range(360000, 370000)
                        .mapToObj(String::valueOf)
                        .filter(REGIONS::knownCounty)
                        .filter(code -> REGIONS.name(new RegionCode(code), 2023).isPresent()))
                .hasSize(100)
                .contains("360402", "360403", "360404", "360423", "360482", "360483");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        line                       | why
        36048,瑞昌市,1995,         | line 3: the code is not six digits
        360481,,1995,              | line 3: the name is missing
        360481,瑞昌市,95,          | line 3: a year is not four digits
        360481,瑞昌市,1995,now     | line 3: a year is not four digits
        360481,瑞昌市,1995,1994    | line 3: the last year is before the first
        360481,瑞昌市,1995         | line 3: expected 4 fields, found 3
        360000,江西,1990,          | line 3: the code 360000 has two names in one year
        """)
    void aMistakeIsNamedByItsLine(String line, String why) {
        assertThatThrownBy(() -> read("code,name,from,to\n360000,江西省,1980,\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("regions.csv " + why);
    }

    @Test
    void aTableWithoutItsHeaderIsRefused() {
        assertThatThrownBy(() -> read("# nothing\n")).hasMessageContaining("regions.csv: no header");
        assertThatThrownBy(() -> read("360000,江西省,1980,\n"))
                .hasMessage("regions.csv line 1: expected the header code,name,from,to");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Regions.load(Path.of("no-such.csv")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no-such.csv cannot be read");
    }

    private static Regions read(String text) {
        return Regions.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "regions.csv");
    }
}
