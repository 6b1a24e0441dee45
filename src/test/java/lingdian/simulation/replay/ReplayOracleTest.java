package lingdian.simulation.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.text.Rfc3339;
import lingdian.simulation.replay.ReplayOracle.Sitting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayOracleTest {
    private static final String A = "36048110000001";
    private static final String B = "36048110000002";

    private final List<Sitting> sittings = new ArrayList<>();

    @Test
    void aSessionPastGraceIsOvertimeFromMidnight() {
        sits(A, "p", "10T22:00", "11T00:40");

        assertThat(overtime()).containsExactly("00:00:00-00:40:00 2400 s, 1 sessions, peak 1, fact");
    }

    @Test
    void aLogoutJustBeforeGraceProvesNothing() {
        sits(A, "p", "10T22:00", "11T00:09:59");

        assertThat(overtime()).isEmpty();
    }

    @Test
    void aLogoutAtExactlyGraceProvesIt() {
        sits(A, "p", "10T22:00", "11T00:10");

        assertThat(overtime()).containsExactly("00:00:00-00:10:00 600 s, 1 sessions, peak 1, fact");
    }

    @Test
    void aSessionThatEndsAtMidnightIsNotOpenWithin() {
        sits(A, "p", "10T22:00", "11T00:00");
        sits(A, "q", "11T03:00", "11T04:00");

        assertThat(overtime()).containsExactly("03:00:00-04:00:00 3600 s, 1 sessions, peak 1, fact");
    }

    @Test
    void anEmptyHourIsNotCountedAndTheFindingHasOneSpan() {
        sits(A, "p", "10T22:00", "11T00:20");
        sits(A, "q", "11T03:00", "11T03:30");

        assertThat(overtime()).containsExactly("00:00:00-03:30:00 3000 s, 2 sessions, peak 1, fact");
    }

    @Test
    void whoSettlesWithinGraceCountsWhereAnotherProvesIt() {
        sits(A, "p", "10T22:00", "11T00:05");
        sits(A, "q", "10T22:00", "11T00:10");

        assertThat(overtime()).containsExactly("00:00:00-00:10:00 600 s, 2 sessions, peak 2, fact");
    }

    @Test
    void atTheSameInstantLogoutsComeFirst() {
        sits(A, "p", "10T22:00", "11T01:00");
        sits(A, "q", "11T01:00", "11T02:00");

        assertThat(overtime()).containsExactly("00:00:00-02:00:00 7200 s, 2 sessions, peak 1, fact");
    }

    @Test
    void theCountBeforeMidnightIsNoPeak() {
        sits(A, "p", "10T22:00", "11T00:00");
        sits(A, "q", "10T22:00", "11T00:00");
        sits(A, "r", "10T22:00", "11T01:00");

        assertThat(overtime()).containsExactly("00:00:00-01:00:00 3600 s, 1 sessions, peak 1, fact");
    }

    @Test
    void aSessionOverTwoNightsGivesTwoFindings() {
        sits(A, "p", "10T22:00", "12T09:00");

        assertThat(overtime())
                .containsExactly(
                        "00:00:00-08:00:00 28800 s, 1 sessions, peak 1, fact",
                        "00:00:00-08:00:00 28800 s, 1 sessions, peak 1, fact");
    }

    @Test
    void aLoginInTheLastSecondOfTheNightIsOvertime() {
        sits(A, "p", "11T07:59:59", "11T09:00");
        sits(A, "q", "11T08:00", "11T09:00");

        assertThat(overtime()).containsExactly("07:59:59-08:00:00 1 s, 1 sessions, peak 1, fact");
    }

    @Test
    void fiveMinutesAreNoSharing() {
        sits(A, "p", "10T10:00", "10T10:05");
        sits(A, "p", "10T10:00", "10T11:00");

        assertThat(shared()).isEmpty();
    }

    @Test
    void longerIsSharingUntilTheLastEarlierSessionEnds() {
        sits(A, "p", "10T10:00", "10T10:25:01");
        sits(A, "p", "10T10:20", "10T10:30");

        assertThat(shared()).containsExactly(A + " 10:20:00-10:25:01 fact");
    }

    @Test
    void inAnotherCafeItIsASuspicion() {
        sits(B, "p", "10T10:00", "10T12:00");
        sits(A, "p", "10T11:00", "10T11:30");

        assertThat(shared()).containsExactly(A + " 11:00:00-11:30:00 suspicion");
    }

    @Test
    void begunAtTheSameInstantTheGreaterPlaceCodeIsTheLater() {
        sits(B, "p", "10T10:00", "10T11:00");
        sits(A, "p", "10T10:00", "10T12:00");

        assertThat(shared()).containsExactly(B + " 10:00:00-11:00:00 suspicion");
    }

    @Test
    void anEarlierSessionInTheSameCafeThatOverlapsBrieflyMakesNoFact() {
        sits(A, "p", "10T09:00", "10T10:03");
        sits(B, "p", "10T09:30", "10T10:30");
        sits(A, "p", "10T10:00", "10T11:00");

        assertThat(shared()).containsExactly(A + " 10:00:00-10:30:00 suspicion", B + " 09:30:00-10:03:00 suspicion");
    }

    /**
     * The figures were confirmed with a third method, merging intervals. The sessions of the file's few returning
     * guests never overlap.
     */
    @Test
    void theRealSessionsOfChongqing() {
        Path file = Path.of("../shared/data/chongqing-2016/sessions.csv");
        assumeTrue(Files.exists(file), "the sessions of Chongqing are not at ../shared/data");

        var findings = ReplayOracle.of(file);

        assertThat(findings.overtime())
                .hasSize(345)
                .allMatch(each -> each.standing().equals("fact"));
        assertThat(findings.overtime().stream()
                        .map(ReplayOracle.Overtime::placeCode)
                        .distinct())
                .hasSize(248);
        assertThat(findings.overtime().stream()
                        .mapToLong(ReplayOracle.Overtime::seconds)
                        .sum())
                .isEqualTo(4_614_342);
        assertThat(findings.shared()).isEmpty();
    }

    @Test
    void madeUpSessionsHaveFindingsOfEveryKind(@TempDir Path directory) throws IOException {
        var findings = ReplayOracle.of(MadeUpSessions.write(directory.resolve("made-up.csv"), 1, 300));

        assertThat(findings.overtime()).hasSizeGreaterThan(5);
        assertThat(findings.shared()).extracting(ReplayOracle.Shared::standing).contains("fact", "suspicion");
    }

    private void sits(String cafe, String person, String from, String to) {
        sittings.add(new Sitting(cafe, person, "s" + sittings.size(), second(from), second(to)));
    }

    private static long second(String time) {
        return LocalDateTime.parse("2026-11-" + time).atZone(ReplayOracle.ZONE).toEpochSecond();
    }

    private List<String> overtime() {
        return ReplayOracle.of(sittings).overtime().stream()
                .map(each -> clock(each.startedAt()) + "-" + clock(each.endedAt()) + " " + each.seconds() + " s, "
                        + each.sessions() + " sessions, peak " + each.peak() + ", " + each.standing())
                .toList();
    }

    private List<String> shared() {
        return ReplayOracle.of(sittings).shared().stream()
                .map(each -> each.placeCode() + " " + clock(each.startedAt()) + "-" + clock(each.endedAt()) + " "
                        + each.standing())
                .toList();
    }

    private static String clock(java.time.Instant at) {
        return Rfc3339.format(at, ReplayOracle.ZONE).substring(11, 19);
    }
}
