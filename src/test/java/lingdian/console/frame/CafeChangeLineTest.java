package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import lingdian.access.signin.Language;
import lingdian.domain.region.Regions;
import lingdian.office.cafe.CafeChange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CafeChangeLineTest {
    private static final Divisions DIVISIONS = new Divisions(Regions.load(Path.of("config/regions.csv")));

    @ParameterizedTest
    @CsvSource({
        "region, 360481, 360482, 所属区划由 九江市 瑞昌市 改为 九江市 共青城市",
        "region, 360481, 999999, 所属区划由 九江市 瑞昌市 改为 999999（行政区划表中没有）",
        "time-zone, Asia/Shanghai, Asia/Karachi, 时区由 Asia/Shanghai 改为 Asia/Karachi",
        "staff-terminals, '', B01 B02, 员工终端由 无 改为 B01 B02",
        "measures, management, security, 技术措施由 经营管理技术措施 改为 安全技术措施",
    })
    void itSaysWhatChanged(String change, String former, String present, String said) {
        var one = new CafeChange(
                "36048110000001",
                "x",
                OffsetDateTime.parse("2026-07-10T01:30:00+08:00"),
                change,
                former,
                present,
                true);

        assertThat(CafeChangeLine.of(one, DIVISIONS, Words.in(Language.ZH)).what())
                .isEqualTo(said);
    }
}
