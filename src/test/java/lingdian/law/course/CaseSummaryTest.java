package lingdian.law.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.law.course.CaseFinding.Untruth;
import lingdian.law.judge.Code;
import lingdian.law.judge.Standing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a worklist says of a case, line by line: every rule, while it goes on and when it is over. */
class CaseSummaryTest {
    private static final Instant NOW = at("2026-11-10T00:40");

    /** Code, standing, beginning, end (- none), peak, terminals, then the sentences. */
    private static final String SCENARIOS = """
            OVERTIME_OPERATION fact 00:00 - 3 - | 11月10日00:00起超时营业，已持续40分钟，同时上网最多3人。 | Open past closing since 10 November 00:00, 40 min so far, up to 3 sessions at once.
            OVERTIME_OPERATION suspicion 00:00 00:10 1 - | 11月10日00:00起疑似超时营业，共持续10分钟，同时上网最多1人。 | Open past closing (suspected) from 10 November 00:00, for 10 min, up to 1 session at once.
            MINOR_ADMITTED fact 00:39 - - - | 11月10日00:39起接纳未成年人上网，已持续1分钟。 | A minor inside since 10 November 00:39, 1 min so far.
            MINOR_ADMITTED fact 00:00 00:30 - - | 11月10日00:00起接纳未成年人上网，共持续30分钟。 | A minor inside from 10 November 00:00, for 30 min.
            IDENTITY_UNVERIFIED fact 00:00 - - - | 11月10日00:00起未按规定核对登记身份证件，已持续40分钟。 | A guest whose identity was not verified since 10 November 00:00, 40 min so far.
            IDENTITY_UNVERIFIED fact 00:00 00:01 - - | 11月10日00:00起未按规定核对登记身份证件，共持续1分钟。 | A guest whose identity was not verified from 10 November 00:00, for 1 min.
            IDENTITY_SHARED suspicion 00:00 - - - | 11月10日00:00起疑似一证多机上网，已持续40分钟。 | One document in use at several terminals (suspected) since 10 November 00:00, 40 min so far.
            IDENTITY_SHARED fact 00:00 00:05 - - | 11月10日00:00起一证多机上网，共持续5分钟。 | One document in use at several terminals from 10 November 00:00, for 5 min.
            TERMINAL_UNREGISTERED fact 00:00 - 9 23 | 11月10日00:00起终端未实名登记上网，已持续40分钟，涉及终端23台。 | Terminals in use without registration since 10 November 00:00, 40 min so far, 23 terminals.
            TERMINAL_UNREGISTERED fact 00:00 00:02 1 1 | 11月10日00:00起终端未实名登记上网，共持续2分钟，涉及终端1台。 | Terminals in use without registration from 10 November 00:00, for 2 min, 1 terminal.
            OPERATION_SUSPENDED fact 00:00 - 2 - | 11月10日00:00起停业期间营业，已持续40分钟，同时上网最多2人。 | Open while suspended since 10 November 00:00, 40 min so far, up to 2 sessions at once.
            OPERATION_SUSPENDED fact 00:00 00:20 2 - | 11月10日00:00起停业期间营业，共持续20分钟，同时上网最多2人。 | Open while suspended from 10 November 00:00, for 20 min, up to 2 sessions at once.
            MEASURES_STOPPED suspicion 00:00 - - - | 11月10日00:00起疑似擅自停止技术措施，已持续40分钟。 | No records although the café may be open (suspected) since 10 November 00:00, 40 min so far.
            MEASURES_STOPPED suspicion 00:00 00:20 - - | 11月10日00:00起疑似擅自停止技术措施，共持续20分钟。 | No records although the café may be open (suspected) from 10 November 00:00, for 20 min.
            RECORDS_BROKEN fact 00:10 00:10 - - | 11月10日00:10记录缺失或被改。 | Records missing or altered at 10 November 00:10.
            RECORDS_BROKEN suspicion 00:10 00:10 - - | 11月10日00:10疑似记录缺失或被改。 | Records missing or altered (suspected) at 10 November 00:10.
            RULE_OF_TOMORROW fact 00:40 - - - | 11月10日00:40起违规线索，已持续不到1分钟。 | A finding since 10 November 00:40, less than a minute so far.
            """;

    static Stream<String> scenarios() {
        return SCENARIOS.lines();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void oneSentenceSaysIt(String line) {
        String[] parts = line.split("\\|");

        CaseSummary said = CaseSummary.of(List.of(finding(parts[0])), NOW, ChinaTime.ZONE);

        assertThat(said).isEqualTo(new CaseSummary(parts[1].strip(), parts[2].strip()));
    }

    @Test
    void everyRuleHasItsWordsRunningAndEnded() {
        for (Code code : Code.values()) {
            for (String end : List.of("-", "00:30")) {
                CaseSummary said =
                        CaseSummary.of(List.of(finding(code + " fact 00:00 " + end + " - -")), NOW, ChinaTime.ZONE);
                assertThat(said.zh()).doesNotContain("违规线索").endsWith("。").contains(end.equals("-") ? "已持续" : "共持续");
                assertThat(said.en())
                        .doesNotContain("A finding")
                        .endsWith(".")
                        .contains(end.equals("-") ? "so far" : "for 30 min");
            }
        }
        Set<String> phrases =
                Arrays.stream(FindingPhrase.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        phrases.remove("OTHER");
        assertThat(phrases)
                .isEqualTo(Arrays.stream(Code.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theGravestIsNamedAndTheOthersAreCounted() {
        CaseFinding over = finding("MINOR_ADMITTED fact 00:00 00:30 - -");
        CaseFinding suspected = finding("MEASURES_STOPPED suspicion 00:01 - - -");
        CaseFinding running = finding("OVERTIME_OPERATION fact 00:10 - 3 -");

        CaseSummary three = CaseSummary.of(List.of(over, suspected, running), NOW, ChinaTime.ZONE);
        CaseSummary two = CaseSummary.of(List.of(over, suspected), NOW, ChinaTime.ZONE);

        assertThat(three.zh()).isEqualTo("11月10日00:00起接纳未成年人上网，共持续30分钟；另有2条线索。");
        assertThat(two.en()).isEqualTo("A minor inside from 10 November 00:00, for 30 min; 1 more finding.");
        assertThat(CaseSummary.of(List.of(suspected, running), NOW, ChinaTime.ZONE)
                        .zh())
                .as("what is certain before what began first")
                .startsWith("11月10日00:10起超时营业，已持续30分钟");
        assertThat(CaseSummary.of(List.of(), NOW, ChinaTime.ZONE).zh()).isEqualTo("暂无系统发现的线索。");
    }

    /** Its record may go on for weeks: the sentence does not count them, and speaks of what is left of the case. */
    @Test
    void whatWasFoundUntrueDoesNotCountOn() {
        CaseFinding untrue = finding("OVERTIME_OPERATION fact 00:00 - 3 -").found(Untruth.OWN);
        CaseFinding moment = finding("RECORDS_BROKEN suspicion 00:10 00:10 - -").found(Untruth.OWN);
        CaseFinding running = finding("TERMINAL_UNREGISTERED suspicion 00:10 - 9 23");

        assertThat(CaseSummary.of(List.of(untrue), NOW, ChinaTime.ZONE))
                .isEqualTo(new CaseSummary(
                        "11月10日00:00起超时营业，认定不属实。", "Open past closing from 10 November 00:00, found untrue."));
        assertThat(CaseSummary.of(List.of(moment), NOW, ChinaTime.ZONE))
                .isEqualTo(new CaseSummary(
                        "11月10日00:10疑似记录缺失或被改，认定不属实。",
                        "Records missing or altered (suspected) at 10 November 00:10, found untrue."));
        assertThat(CaseSummary.of(List.of(untrue, running), NOW, ChinaTime.ZONE).zh())
                .isEqualTo("11月10日00:10起疑似终端未实名登记上网，已持续30分钟，涉及终端23台；另有1条线索。");
    }

    /** The other authority's word is not the case's: the finding keeps its place and its duration. */
    @Test
    void whatTheOtherAuthorityAloneFoundUntrueGoesOnAndSaysSo() {
        CaseFinding elsewhere = finding("OVERTIME_OPERATION fact 00:00 - 3 -").found(Untruth.OTHER);
        CaseFinding running = finding("TERMINAL_UNREGISTERED suspicion 00:10 - 9 23");

        assertThat(CaseSummary.of(List.of(running, elsewhere), NOW, ChinaTime.ZONE))
                .isEqualTo(new CaseSummary(
                        "11月10日00:00起超时营业，已持续40分钟，同时上网最多3人，另一主管部门认定不属实；另有1条线索。",
                        "Open past closing since 10 November 00:00, 40 min so far, up to 3 sessions at once,"
                                + " found untrue by the other authority; 1 more finding."));
    }

    @Test
    void longTimesAreSaidInHoursAndDays() {
        CaseFinding absent = new CaseFinding(
                "AGENT_ABSENT", Standing.SUSPICION, at("2026-11-07T22:10"), null, null, null, Untruth.NONE);
        CaseFinding night = new CaseFinding(
                "OVERTIME_OPERATION", Standing.FACT, at("2026-11-09T23:00"), NOW, null, null, Untruth.NONE);

        assertThat(CaseSummary.of(List.of(absent), NOW, ChinaTime.ZONE).zh())
                .isEqualTo("11月7日22:10起疑似终端长期未接入，已持续2天2小时。");
        assertThat(CaseSummary.of(List.of(night), NOW, ChinaTime.ZONE).en())
                .isEqualTo("Open past closing from 9 November 23:00, for 1 h 40 min.");
    }

    @Test
    void priorityIsWhatTheCafeDoesNow() {
        CaseFinding running = finding("OVERTIME_OPERATION fact 00:00 - 3 -");
        CaseFinding minor = finding("MINORS_GRAVE suspicion 00:00 - - -");
        CaseFinding over = finding("OVERTIME_OPERATION fact 00:00 00:10 3 -");
        CaseFinding suspected = finding("MEASURES_STOPPED suspicion 00:00 00:10 - -");
        CaseFinding silent = finding("MEASURES_STOPPED suspicion 00:00 - - -");

        assertThat(CasePriority.of(List.of(suspected, running))).isEqualTo(CasePriority.HIGH);
        assertThat(CasePriority.of(List.of(minor))).isEqualTo(CasePriority.HIGH);
        assertThat(CasePriority.of(List.of(over))).isEqualTo(CasePriority.NORMAL);
        assertThat(CasePriority.of(List.of(silent))).isEqualTo(CasePriority.NORMAL);
        assertThat(CasePriority.of(List.of())).isEqualTo(CasePriority.NORMAL);
        assertThat(CasePriority.of(List.of(suspected))).isEqualTo(CasePriority.LOW);
    }

    @Test
    void aBusinessDayEndsAtEightInTheMorning() {
        assertThat(CaseDays.of(at("2026-11-10T07:59"), ChinaTime.ZONE)).isEqualTo(LocalDate.parse("2026-11-09"));
        assertThat(CaseDays.of(at("2026-11-10T08:00"), ChinaTime.ZONE)).isEqualTo(LocalDate.parse("2026-11-10"));
    }

    private static CaseFinding finding(String line) {
        String[] words = line.strip().split(" ");
        return new CaseFinding(
                words[0],
                words[1].equals("fact") ? Standing.FACT : Standing.SUSPICION,
                at("2026-11-10T" + words[2]),
                words[3].equals("-") ? null : at("2026-11-10T" + words[3]),
                number(words[4]),
                number(words[5]),
                Untruth.NONE);
    }

    private static @Nullable Integer number(String word) {
        return word.equals("-") ? null : (Integer) Integer.parseInt(word);
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ChinaTime.ZONE).toInstant();
    }
}
