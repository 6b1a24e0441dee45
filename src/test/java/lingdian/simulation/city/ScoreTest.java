package lingdian.simulation.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lingdian.simulation.city.Score.Finding;
import lingdian.simulation.city.Truth.Shown;
import org.junit.jupiter.api.Test;

class ScoreTest {
    private static final Instant NOON = Instant.parse("2026-06-12T04:00:00Z");
    private static final String CAFE = "36048110000001";

    private final List<Truth> truths = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<WrongVerdict> wrong = new ArrayList<>();

    @Test
    void whatHappenedAndWasFoundIsPerfect() {
        happened(Truth.MINOR, "A1", 0, 60, Shown.FACT);
        found(Truth.MINOR, "A1", 0, 60, true);
        assertThat(score().factsArePerfect()).isTrue();
        assertThat(score().rows()).containsExactly(new Score.Row(Truth.MINOR, true, 1, 1, 1, 0));
    }

    /** Findings about all seats: one matches every guest, but only one matches an episode. */
    @Test
    void anEpisodeAtAllSeatsIsFoundOnce() {
        happened(Truth.UNREGISTERED, "A1", 0, 10, Shown.FACT);
        happened(Truth.UNREGISTERED, "A2", 5, 20, Shown.FACT);
        found(Truth.UNREGISTERED, null, 0, 20, true);
        assertThat(score().factsArePerfect()).isTrue();

        happened(Truth.UNREGISTERED, null, 100, 130, Shown.FACT);
        found(Truth.UNREGISTERED, null, 101, 110, true);
        assertThat(score().factsArePerfect()).isTrue();
        Finding again = found(Truth.UNREGISTERED, null, 112, 130, true);
        assertThat(score().falseAccusations()).containsExactly(again);
    }

    @Test
    void aViolationThatGoesOnIsRead() {
        var open = new JsonObject()
                .put("id", "1")
                .put("code", Truth.MINOR)
                .put("standing", "fact")
                .put("placeCode", "36048110000001")
                .put("startedAt", "2026-06-12T20:00:00+08:00")
                .putNull("endedAt");
        assertThat(Finding.of(open).to()).isNull();
        assertThat(Finding.of(open.put("endedAt", "2026-06-12T21:00:00+08:00")).to())
                .isEqualTo(Instant.parse("2026-06-12T13:00:00Z"));
    }

    @Test
    void aPlantedMissIsListed() {
        Truth missed = happened(Truth.MINOR, "A1", 0, 60, Shown.FACT);
        found(Truth.MINOR, "A2", 0, 60, true); // another seat
        found(Truth.UNVERIFIED, "A1", 0, 60, true); // another code
        assertThat(score().misses()).containsExactly(missed);
        assertThat(score().factsArePerfect()).isFalse();
        assertThat(ScoreTable.lines(score())).anyMatch(line -> line.startsWith("missed: ") && line.contains("\"A1\""));
    }

    @Test
    void aPlantedFalseAccusationIsListed() {
        happened(Truth.MINOR, "A1", 0, 60, Shown.FACT);
        found(Truth.MINOR, "A1", 0, 60, true);
        Finding slander = found(Truth.MINOR, "A1", 10, 50, true); // the true one is matched already
        assertThat(score().falseAccusations()).containsExactly(slander);
        assertThat(score().rows().getFirst().precision()).isEqualTo(0.5);
        assertThat(score().factsArePerfect()).isFalse();
        assertThat(ScoreTable.lines(score())).anyMatch(line -> line.startsWith("false accusation: MINOR_ADMITTED"));
    }

    @Test
    void timesMayBeFiveMinutesApartAndNoMore() {
        happened(Truth.MINOR, "A1", 0, 60, Shown.FACT);
        found(Truth.MINOR, "A1", 65, 70, true);
        assertThat(score().factsArePerfect()).isTrue();
        findings.clear();
        found(Truth.MINOR, "A1", 66, 70, true);
        assertThat(score().factsArePerfect()).isFalse();
    }

    @Test
    void aFactThatIsOnlySuspectedIsMissedButNobodyIsSlandered() {
        happened(Truth.OVERTIME, null, 0, 60, Shown.FACT);
        found(Truth.OVERTIME, null, 0, 60, false);
        assertThat(score().misses()).hasSize(1);
        assertThat(score().falseAccusations()).isEmpty();
    }

    @Test
    void whatNobodyCouldSeeIsNoMissAndFoundAllTheSameNoSlander() {
        happened(Truth.OVERTIME, null, 0, 60, Shown.UNOBSERVABLE);
        assertThat(score().factsArePerfect()).isTrue();
        found(Truth.OVERTIME, null, 0, 600, true);
        assertThat(score().factsArePerfect()).isTrue();
        assertThat(score().unobservable()).containsEntry(Truth.OVERTIME, 1);
    }

    @Test
    void aFalseSuspicionIsListedAndSpoilsNoFact() {
        found(Truth.OVERTIME, null, 0, 60, false);
        assertThat(score().falseAccusations()).hasSize(1);
        assertThat(score().factsArePerfect()).isTrue();
    }

    @Test
    void aSilenceThatTheStreamExplainedAccusesNobody() {
        findings.add(new Finding("x", Truth.MEASURES, false, CAFE, minute(10), minute(50), null, "buffered"));
        assertThat(score().rows()).isEmpty();
        findings.add(new Finding("y", Truth.MEASURES, false, CAFE, minute(60), minute(90), null, "probable-outage"));
        assertThat(score().falseAccusations()).hasSize(1);
    }

    @Test
    void theSilenceInWhichTheCityEndsAccusesNobody() {
        findings.add(new Finding("x", Truth.MEASURES, false, CAFE, minute(24 * 60 - 1), null, null));
        assertThat(score().rows()).isEmpty();
        findings.add(new Finding("y", Truth.MEASURES, false, CAFE, minute(24 * 60 - 3), null, null));
        assertThat(score().falseAccusations()).hasSize(1);
    }

    @Test
    void otherCafesAndOtherTimesAreLeftOut() {
        findings.add(new Finding("x", Truth.MINOR, true, "36048110000002", minute(1), null, "A1"));
        found(Truth.MINOR, "A1", -60 * 24, -60 * 23, true);
        assertThat(score().rows()).isEmpty();
    }

    @Test
    void aWrongVerdictSpoilsItToo() {
        wrong.add(new WrongVerdict(CAFE, 3, "s-1", List.of(), List.of("under-age")));
        assertThat(score().factsArePerfect()).isFalse();
        assertThat(ScoreTable.lines(score())).anyMatch(line -> line.startsWith("wrong verdict: "));
    }

    @Test
    void aTruthFileIsReadAsItWasWritten() {
        Truth seat = happened(Truth.MINOR, "A1", 0, 60, Shown.FACT);
        Truth none = happened(Truth.OVERTIME, null, 0, 60, Shown.SUSPICION);
        Truth unseen = happened(Truth.RECORDS, null, 5, 5, Shown.UNOBSERVABLE);
        var verdict = new WrongVerdict(CAFE, 3, "s-1", List.of(), List.of("under-age"));
        var plan = new CityPlan(CitySettings.past(1, 1, LocalDate.of(2026, 6, 12), 1));

        TruthFile read = TruthFile.parse(List.of(
                TruthFile.city(plan),
                TruthFile.line(seat),
                TruthFile.line(none),
                TruthFile.line(unseen),
                TruthFile.line(verdict)));

        assertThat(read.truths()).containsExactly(seat, none, unseen);
        assertThat(read.wrongVerdicts()).containsExactly(verdict);
        assertThat(read.cafes()).hasSize(1);
        assertThat(TruthFile.line(unseen)).contains("\"unobservable\":true").doesNotContain("standing");
    }

    @Test
    void aLineThatIsNoTruthIsNamed() {
        assertThat(catchThrowable(() -> TruthFile.parse(List.of("{\"code\":\"X\"}"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 1 ");
    }

    /** A café day counts once, however often the suspicion occurs; facts and suspicions are not mixed. */
    @Test
    void suspicionsAreScoredByCafeAndBusinessDay() {
        happened(Truth.PATROL, null, 0, 0, Shown.SUSPICION);
        found(Truth.PATROL, null, 120, 180, false);
        found(Truth.PATROL, null, 200, 300, false);
        found(Truth.PATROL, null, 20 * 60 + 1, 24 * 60, false); // past 08:00
        happened(Truth.TYPED, null, 0, 0, Shown.SUSPICION);
        found(Truth.TYPED, null, -3 * 24 * 60, 60, false); // on a day outside the city
        found(Truth.MINOR, "A1", 0, 60, true);

        assertThat(new SuspicionScore(truthFile(), findings).rows())
                .hasSize(Truth.SUSPICIONS.size())
                .contains(new SuspicionScore.Row(Truth.PATROL, 1, 2, 1), new SuspicionScore.Row(Truth.TYPED, 1, 0, 0))
                .contains(new SuspicionScore.Row(Truth.BRIDGED, 0, 0, 0));
        assertThat(new SuspicionScore(truthFile(), findings).lines())
                .anyMatch(line -> line.matches("PATROL_MISSING +1 +2 +1 +0\\.50 +1\\.00"));
        assertThat(score().misses()).isEmpty();
        assertThat(score().rows()).extracting(Score.Row::code).containsExactly(Truth.MINOR);
    }

    @Test
    void aSuspicionThatNoEventCouldShowCountsOnlyIfFound() {
        happened(Truth.OVERTIME_GRAVE, null, 0, 60, Shown.UNOBSERVABLE);
        assertThat(new SuspicionScore(truthFile(), findings).rows())
                .contains(new SuspicionScore.Row(Truth.OVERTIME_GRAVE, 0, 0, 0));
        found(Truth.OVERTIME_GRAVE, null, 0, 60, false);
        assertThat(new SuspicionScore(truthFile(), findings).rows())
                .contains(new SuspicionScore.Row(Truth.OVERTIME_GRAVE, 1, 1, 1));
    }

    private Score score() {
        return new Score(truthFile(), List.copyOf(findings));
    }

    private TruthFile truthFile() {
        return new TruthFile(List.of(CAFE), minute(0), minute(24 * 60), List.copyOf(truths), List.copyOf(wrong));
    }

    private Truth happened(String code, String seat, int from, int to, Shown shown) {
        var truth = new Truth(code, CAFE, minute(from), minute(to), seat, shown);
        truths.add(truth);
        return truth;
    }

    private Finding found(String code, String seat, int from, int to, boolean fact) {
        var finding = new Finding("v" + findings.size(), code, fact, CAFE, minute(from), minute(to), seat);
        findings.add(finding);
        return finding;
    }

    private static Instant minute(int minute) {
        return NOON.plusSeconds(minute * 60L);
    }
}
