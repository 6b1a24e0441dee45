package lingdian.console.morning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.access.signin.Language;
import lingdian.console.frame.Words;
import lingdian.domain.ViolationId;
import lingdian.office.figures.HourFigures;
import lingdian.office.figures.HourFigures.PremisesHour;
import lingdian.office.figures.HourFigures.ViolationHour;
import lingdian.office.figures.TrendFigures;
import lingdian.office.figures.TrendFigures.LoginDay;
import lingdian.office.figures.TrendFigures.PremisesDay;
import lingdian.office.figures.TrendFigures.ViolationDay;
import lingdian.office.violation.ViolationSummary;
import lingdian.office.violation.ViolationSummary.Course;
import lingdian.office.violation.ViolationSummary.Extent;
import lingdian.office.violation.ViolationSummary.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which night a reader sees, and what its figures say where something is unknown or withheld. */
class LastNightTest {
    private static final LocalDate DAY = LocalDate.parse("2026-07-10");
    private static final NightSpan NIGHT = new NightSpan(DAY);
    private static final Words WORDS = Words.in(Language.EN);

    @ParameterizedTest
    @CsvSource({
        "2026-07-11T01:30:00+08:00, '', 2026-07-10, false",
        "2026-07-11T07:59:59+08:00, '', 2026-07-10, false",
        "2026-07-11T08:00:00+08:00, '', 2026-07-10, true",
        "2026-07-11T23:00:00+08:00, '', 2026-07-10, true",
        "2026-07-11T08:30:00+08:00, 2026-07-08, 2026-07-08, true",
        "2026-07-11T08:30:00+08:00, 2026-08-08, 2026-07-10, true",
        "2026-07-11T08:30:00+08:00, yesterday, 2026-07-10, true",
    })
    void theNightIsTheLastOneUnlessAnEarlierIsAskedFor(OffsetDateTime now, String typed, LocalDate day, boolean over) {
        NightSpan night = NightSpan.of(typed, now.toInstant());

        assertThat(night.day()).isEqualTo(day);
        assertThat(night.isOver(now.toInstant())).isEqualTo(over);
    }

    @Test
    void anEveningAndTheHoursAfterMidnightAreOneNight() {
        assertThat(NIGHT.has(DAY, 7)).isFalse();
        assertThat(NIGHT.has(DAY, 8)).isTrue();
        assertThat(NIGHT.has(DAY.plusDays(1), 7)).isTrue();
        assertThat(NIGHT.has(DAY.plusDays(1), 8)).isFalse();
        assertThat(NIGHT.from()).isEqualTo(Instant.parse("2026-07-10T00:00:00Z"));
    }

    @Test
    void aNightOfWhichNothingWasHeardHasNoDataAndNotZero() {
        var hours = new HourFigures(
                List.of(
                        new ViolationHour(DAY.plusDays(1), 0, "OVERTIME_OPERATION", 2, 5_400),
                        new ViolationHour(DAY, 22, "OVERTIME_OPERATION", 1, 0),
                        new ViolationHour(DAY, 3, "OVERTIME_OPERATION", 4, 60)),
                List.of(new PremisesHour(DAY, 20, 7)));
        NightFigures quiet = new NightFigures(Map.of(), 0, true);
        NightFigures unheard = NightFigures.of(hours, NIGHT.weekBefore());

        assertThat(ComparedLine.ofPremises(
                        new ComparedLine.Nights(NightFigures.of(hours, NIGHT), quiet, unheard), WORDS))
                .containsExactly(
                        new ComparedLine(WORDS.say("morning.all"), "3", "0", "no data"),
                        new ComparedLine(WORDS.sayWord("code", "OVERTIME_OPERATION"), "3", "0", "no data"),
                        new ComparedLine(WORDS.say("trends.overtime-length"), "1 h 30 min", "0", "no data"));
    }

    /** Fewer than five are withheld, a sum with some withheld is at least that, and neither is a zero. */
    @Test
    void countsOfPersonsAreWithheldAndNeverAddedUpAsZero() {
        var figures = new TrendFigures(
                DAY.minusDays(7),
                DAY,
                List.of(
                        new ViolationDay(DAY, "000000", "MINOR_ADMITTED", null, 2, 0),
                        new ViolationDay(DAY.minusDays(1), "000000", "MINOR_ADMITTED", 7L, 1, 0),
                        new ViolationDay(DAY.minusDays(7), "000000", "MINOR_ADMITTED", 0L, 1, 0)),
                List.of(new PremisesDay(DAY.minusDays(7), 3, 20)),
                List.of(new LoginDay(DAY, null, 1, 3), new LoginDay(DAY.minusDays(1), 12L, 0, 2)),
                List.of());

        assertThat(ComparedLine.ofPersons(figures, NIGHT, WORDS))
                .containsExactly(
                        new ComparedLine(WORDS.say("trends.refused"), "withheld", "12", "no data"),
                        new ComparedLine(
                                WORDS.sayWord("code", "MINOR_ADMITTED"), "withheld", "at least 7", "withheld"));
    }

    @Test
    void theWorstComeFirstAndPersonsAreNotCounted() {
        List<WorstCafe> worst = WorstCafe.of(List.of(
                violation("A", "TERMINAL_UNREGISTERED", "fact", null),
                violation("A", "OVERTIME_OPERATION", "fact", 600L),
                violation("B", "MINOR_ADMITTED", "fact", null),
                violation("C", "OVERTIME_OPERATION", "fact", 3_600L),
                violation("C", "CLOCK_WRONG", "suspicion", null),
                violation("D", "COVERAGE_LOW", "lead", null)));

        assertThat(worst).extracting(WorstCafe::placeCode).containsExactly("B", "A", "C");
        assertThat(worst.getFirst().facts()).isZero();
        assertThat(worst.getFirst().shown(worst.getFirst().facts())).isEqualTo("—");
        assertThat(worst.getLast().shown(0)).isEqualTo("0");
        assertThat(worst.getFirst().codes()).containsExactly("MINOR_ADMITTED");
        assertThat(worst.getLast().overtimeMinutes()).isEqualTo(60);
        assertThat(worst.getLast().suspicions()).isEqualTo(1);
    }

    @Test
    void whatIsCertainIsSaidApartFromWhatIsSuspectedAndFromWhatWasRuledOut() {
        NightFindings found = NightFindings.of(List.of(
                violation("A", "OVERTIME_OPERATION", "fact", 600L),
                violation("A", "OVERTIME_OPERATION", "suspicion", 600L),
                violation("B", "OVERTIME_OPERATION", "fact", "dismissed", 600L),
                violation("B", "OVERTIME_OPERATION", "suspicion", "unverifiable", 600L),
                violation("C", "OVERTIME_OPERATION", "fact", "confirmed", 600L),
                violation("B", "MINOR_ADMITTED", "fact", null),
                violation("D", "COVERAGE_LOW", "lead", null)));

        assertThat(found.total()).isEqualTo(new NightFindings.Line("", 2, 1, 1, 2));
        assertThat(found.lines())
                .containsExactly(
                        new NightFindings.Line("OVERTIME_OPERATION", 2, 1, 0, 2),
                        new NightFindings.Line("COVERAGE_LOW", 0, 0, 1, 0));
        assertThat(found.lines().getFirst().settledPath(DAY))
                .isEqualTo(
                        "/violations?code=OVERTIME_OPERATION&case=dismissed%2Cunverifiable%2Cclosed&night=2026-07-10");
    }

    /** What was hidden behind "more cafés" was the gravest of a night. */
    @Test
    void manyViolationsOfPersonsRankBeforeFactsAndFewDoNot() {
        List<WorstCafe> worst = WorstCafe.of(Stream.of(
                        Stream.of(violation("A", "OVERTIME_OPERATION", "fact", 600L)),
                        Collections.nCopies(4, violation("B", "IDENTITY_SHARED", "suspicion", null)).stream(),
                        Collections.nCopies(5, violation("C", "IDENTITY_SHARED", "suspicion", null)).stream())
                .flatMap(Function.identity())
                .toList());

        assertThat(worst).extracting(WorstCafe::placeCode).containsExactly("C", "A", "B");
    }

    @Test
    void theTextSaysHowManyWereHeardAndNeitherHintsNorWhatWasRuledOut() {
        NightFindings found = NightFindings.of(List.of(
                violation("A", "OVERTIME_OPERATION", "fact", "dismissed", 600L),
                violation("A", "TERMINAL_UNREGISTERED", "fact", null),
                violation("A", "CLOCK_WRONG", "suspicion", null),
                violation("D", "COVERAGE_LOW", "lead", null)));
        var night = new LastNight(
                NIGHT,
                NIGHT.to(),
                "",
                List.of(new ComparedLine(WORDS.sayWord("code", "OVERTIME_OPERATION"), "1", "0", "0")),
                List.of(),
                List.of(),
                List.of(),
                new LastNight.Unaccepted(List.of(), 0, false, "0"),
                new LastNight.Known(true, true, 0, found, new LastNight.Hearing(49, 27, 20)),
                "");

        assertThat(MorningText.paragraph(night, "", WORDS))
                .contains("Of 49 cafés, 27 were heard since the night began, 20 never reported, and 2 others")
                .contains(WORDS.sayWord("code", "TERMINAL_UNREGISTERED") + ": 1 (fact)")
                .contains(WORDS.sayWord("code", "CLOCK_WRONG") + ": 1 (suspected")
                .doesNotContain(WORDS.sayWord("code", "OVERTIME_OPERATION"))
                .doesNotContain(WORDS.sayWord("code", "COVERAGE_LOW"));
    }

    @Test
    void aLeadIsNotRanked() {
        assertThat(WorstCafe.count(List.of(
                        violation("A", "OVERTIME_OPERATION", "fact", 600L),
                        violation("D", "COVERAGE_LOW", "lead", null))))
                .isEqualTo(1);
    }

    private static ViolationSummary violation(String placeCode, String code, String standing, Long seconds) {
        return violation(placeCode, code, standing, "new", seconds);
    }

    private static ViolationSummary violation(
            String placeCode, String code, String standing, String step, Long seconds) {
        OffsetDateTime began = OffsetDateTime.parse("2026-07-11T00:10:00+08:00");
        return new ViolationSummary(
                new ViolationId(UUID.randomUUID()),
                code,
                standing,
                "ended",
                new Course(step, null, false),
                placeCode,
                "360481",
                new Period(began, began, began, false),
                null,
                new Extent(seconds, null, null, null, null));
    }
}
