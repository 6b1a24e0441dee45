package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import lingdian.law.statute.LawStanding;
import lingdian.law.statute.LawText;
import lingdian.law.statute.Laws;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which articles a finding quotes, and whom it concerns (handbook, law.md#what-the-rules-quote). */
class LawTest {
    /** Order 363 was renumbered twice: a finding quotes the text of the local day on which it began. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2011-01-07 |
            2011-01-08 | 条例第三十一条第三项 2011-01-08, 条例第二十三条 2011-01-08
            2016-02-05 | 条例第三十一条第三项 2011-01-08, 条例第二十三条 2011-01-08
            2016-02-06 | 条例第三十二条第三项 2016-02-06, 条例第二十三条 2016-02-06
            2019-03-23 | 条例第三十二条第三项 2016-02-06, 条例第二十三条 2016-02-06
            2019-03-24 | 条例第三十二条第三项 2019-03-24, 条例第二十三条 2019-03-24
            2021-10-01 | 条例第三十二条第三项 2019-03-24, 条例第二十三条 2019-03-24
            2022-04-30 | 条例第三十二条第三项 2019-03-24, 条例第二十三条 2019-03-24
            2022-05-01 | 条例第三十三条第三项 2022-05-01, 条例第二十三条 2022-05-01
            2026-07-01 | 条例第三十三条第三项 2022-05-01, 条例第二十三条 2022-05-01
            """)
    void theTextOfTheDayOnWhichItBegan(String day, @Nullable String law) {
        Scenario.check("""
                day %s
                10:00 login a@A01 malformed admitted  -> deny document-malformed; opened IDENTITY_UNVERIFIED a since 10:00
                law IDENTITY_UNVERIFIED               -> %s
                """.formatted(day, law == null ? "" : law));
    }

    /** The night is that of the café, and belongs to the day on which the closed period begins. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2016-02-04 | 条例第三十条第一项 2011-01-08, 条例第二十二条 2011-01-08
            2016-02-05 | 条例第三十一条第一项 2016-02-06, 条例第二十二条 2016-02-06
            2022-04-29 | 条例第三十一条第一项 2019-03-24, 条例第二十二条 2019-03-24
            2022-04-30 | 条例第三十一条第一项 2022-05-01, 条例第二十二条 2022-05-01
            """)
    void theNightAfterThisEvening(String day, String law) {
        Scenario.check("""
                day %s
                23:50   login a@A01 adult1  -> allow
                00:10+1 heartbeat A01       -> opened OVERTIME_OPERATION fact since 00:00+1
                law OVERTIME_OPERATION      -> %s
                """.formatted(day, law));
    }

    /** The penalty of 未成年人保护法 (Art. 123) came with its revision of 2020. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2021-05-31 | 条例第二十一条 2019-03-24, 条例第三十一条第二项 2019-03-24
            2021-06-01 | 未保法第五十八条 2021-06-01, 未保法第一百二十三条 2021-06-01, 条例第二十一条 2019-03-24, 条例第三十一条第二项 2019-03-24
            2024-04-25 | 未保法第五十八条 2021-06-01, 未保法第一百二十三条 2021-06-01, 条例第二十一条 2022-05-01, 条例第三十一条第二项 2022-05-01
            2024-04-26 | 未保法第五十八条 2024-04-26, 未保法第一百二十三条 2024-04-26, 条例第二十一条 2022-05-01, 条例第三十一条第二项 2022-05-01
            """)
    void minors(String day, String law) {
        Scenario.check("""
                day %s
                10:00 login a@A01 minor admitted  -> deny under-age; opened MINOR_ADMITTED a since 10:00
                law MINOR_ADMITTED                -> %s
                authorities MINOR_ADMITTED        -> culture
                """.formatted(day, law));
    }

    /** What suspends the café decides: nobody punishes business during a suspension by the article on hours. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            suspended A s1 09:00..                       | culture         | 处罚法第六十六条 2021-07-15, 处罚法第七十二条 2021-07-15, 条例第三十一条 2022-05-01, 条例第三十三条 2022-05-01
            suspended A s1 09:00.. public-security       | public-security | 处罚法第六十六条 2021-07-15, 处罚法第七十二条 2021-07-15, 条例第三十一条 2022-05-01, 条例第三十三条 2022-05-01
            suspended A s1 09:00.. culture 府令〔2026〕1号 | culture         | 府令〔2026〕1号
            suspended A s1 09:00.. public-security 公令2  | public-security | 公令2
            licence A 2026-06-30                         | culture         | 条例第二十七条 2022-05-01, 条例第七条 2022-05-01
            """)
    void aSuspendedCafeByTheCause(String decision, String authorities, String law) {
        Scenario.check("""
                %s
                10:00 login a@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 10:00
                11:00 logout a                     -> ended OPERATION_SUSPENDED
                law OPERATION_SUSPENDED            -> %s
                authorities OPERATION_SUSPENDED    -> %s
                """.formatted(decision, law, authorities));
    }

    @Test
    void aSuspensionOfBeforeTheNewLawOnPenaltiesQuotesTheRegulationAlone() {
        Scenario.check("""
                day 2021-07-14
                suspended A s1 09:00..
                10:00 login a@A01 adult1 admitted  -> deny cafe-suspended; opened OPERATION_SUSPENDED since 10:00
                law OPERATION_SUSPENDED            -> 条例第三十一条 2019-03-24, 条例第三十二条 2019-03-24
                """);
    }

    /** Art. 31 no. 4 is of the management's measures, Art. 34 no. 5 of those of network security. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2021-10-01 | management | culture                  | 条例第三十一条第四项 2019-03-24, 条例第十九条 2019-03-24
            2021-10-01 | security   | public-security          | 条例第三十三条第五项 2019-03-24, 条例第二十四条第五项 2019-03-24
            2026-07-01 | management | culture                  | 条例第三十一条第四项 2022-05-01, 条例第十九条 2022-05-01
            2026-07-01 | security   | public-security          | 条例第三十四条第五项 2022-05-01, 条例第二十四条第五项 2022-05-01
            2026-07-01 | both       | culture, public-security | 条例第三十一条第四项 2022-05-01, 条例第十九条 2022-05-01, 条例第三十四条第五项 2022-05-01, 条例第二十四条第五项 2022-05-01
            """)
    void measuresByWhatTheyAreRegisteredAs(String day, String measures, String authorities, String law) {
        Scenario.check("""
                day %s
                measures A %s
                10:00 opened                  ->
                10:15 look                    -> opened MEASURES_STOPPED suspicion since 10:00
                law MEASURES_STOPPED          -> %s
                authorities MEASURES_STOPPED  -> %s
                """.formatted(day, measures, law, authorities));
    }

    @Test
    void whatIsRegisteredLaterChangesNoOpenFinding() {
        Scenario.check("""
                measures A security
                10:00 opened                  ->
                10:15 look                    -> opened MEASURES_STOPPED suspicion since 10:00
                measures A management
                10:30 heartbeat               -> ended MEASURES_STOPPED
                authorities MEASURES_STOPPED  -> public-security
                """);
    }

    /** Another number of computers needs consent (Art. 13), but no article sets a fine for it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            89  | lead      | 条例第三十一条第四项 2022-05-01, 条例第十九条 2022-05-01
            101 | suspicion | 条例第十三条第一款 2022-05-01
            """)
    void fewerTerminalsThanLicensedOrMore(String heard, String standing, String law) {
        Scenario.check("""
                watch COVERAGE_LOW
                terminals A 100
                heard A %s
                09:00   heartbeat               ->
                09:00+1 heartbeat               -> opened COVERAGE_LOW %s since 08:00; ended COVERAGE_LOW at 08:00+1
                law COVERAGE_LOW                -> %s
                """.formatted(heard, standing, law));
    }

    @Test
    void aWrongClockIsALeadWithoutLaw() {
        Scenario.check("""
                watch CLOCK_WRONG
                10:20 heartbeat [received 10:00]  -> adjusted to 10:00; opened CLOCK_WRONG lead since 10:00
                law CLOCK_WRONG                   ->
                """);
    }

    /** The numbers of each text, article by article, as they were in force. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hours    | 第三十条第一项   | 第三十一条第一项 | 第三十一条第一项
            minors   | 第三十条第二项   | 第三十一条第二项 | 第三十一条第二项
            measures | 第三十条第四项   | 第三十一条第四项 | 第三十一条第四项
            patrol   | 第三十一条第二项 | 第三十二条第二项 | 第三十三条第二项
            identity | 第三十一条第三项 | 第三十二条第三项 | 第三十三条第三项
            records  | 第三十一条第四项 | 第三十二条第四项 | 第三十三条第四项
            security | 第三十二条第五项 | 第三十三条第五项 | 第三十四条第五项
            """)
    void penaltyArticlesMovedTwice(String name, String of2011, String of2016, String of2022) {
        assertThat(number(name, "2011-01-08")).isEqualTo(of2011);
        assertThat(number(name, "2016-02-05")).isEqualTo(of2011);
        assertThat(number(name, "2016-02-06")).isEqualTo(of2016);
        assertThat(number(name, "2022-04-30")).isEqualTo(of2016);
        assertThat(number(name, "2022-05-01")).isEqualTo(of2022);
    }

    /** What is printed on evidence must say so itself. */
    @Test
    void theTextsInForceHaveTheirWordingAndNoneClaimsToBeChecked() {
        Documents.RULES.laws().articles().forEach((name, texts) -> {
            assertThat(texts.getLast().wording()).as(name).isNotBlank();
            assertThat(texts.getLast().to()).as(name).isNull();
            assertThat(texts).allSatisfy(text -> assertThat(text.checked()).isNull());
            assertThat(texts).as("whole articles: " + name).noneMatch(LawText::isShortened);
        });
    }

    @Test
    void textsOfOneArticleDoNotOverlap() {
        LawText until = text(null, LocalDate.of(2022, 4, 30));
        LawText since = text(LocalDate.of(2022, 5, 1), null);

        assertThat(new Laws(Map.of("a", List.of(until, since))).inForce(List.of("a"), LocalDate.of(2022, 4, 30)))
                .containsExactly(until);
        assertThatThrownBy(() -> new Laws(Map.of("a", List.of(since, text(LocalDate.of(2026, 1, 1), null)))))
                .hasMessage("laws: two texts of a are in force on the same day");
    }

    private static LawText text(@Nullable LocalDate from, @Nullable LocalDate to) {
        return new LawText("a", "r", from, to, LawStanding.CONFIRMED, null, null);
    }

    private static String number(String name, String day) {
        return Documents.RULES
                .laws()
                .inForce(List.of(name), LocalDate.parse(day))
                .getFirst()
                .text()
                .replace("《互联网上网服务营业场所管理条例》", "");
    }
}
