package lingdian.intake.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which cafés exceed the limit of questions, and how often that is logged. */
class ProbesTest {
    private static final String CAFE = "36048110000001";
    private static final Instant TEN = Instant.parse("2026-07-10T10:00:00Z");
    private final List<ProbeLimit.Probe> written = new ArrayList<>();
    private final List<Denial> told = new ArrayList<>();
    private boolean logFails;
    private final Probes probes = new Probes(new ProbeLimit(3, this::write), told::add);

    @Test
    void differentPersonsBeyondTheLimitMakeEachFurtherQuestionLate() {
        assertThat(ask(CAFE, TEN, 1, 2, 3)).isZero();
        assertThat(ask(CAFE, TEN, 4)).isEqualTo(1);
        assertThat(ask(CAFE, TEN, null, 1, 5)).isEqualTo(3);
    }

    @Test
    void onePersonCountsOnceAndWhoIsLetInNotAtAll() {
        assertThat(ask(CAFE, TEN, 1, 1, 1, 1, 2, 2, 3, null, null)).isZero();
    }

    @Test
    void whoeverAsksTooMuchChangesNothingForOtherCafes() {
        ask(CAFE, TEN, 1, 2, 3, 4);

        assertThat(ask("36048110000002", TEN, 1, 2, 3)).isZero();
    }

    /** An entry in any case; the delay is bounded, since an honest café may have caught up with a week. */
    @Test
    void findingsAboutOnePersonBeyondTheLimitAreLateForHalfAMinuteAndWrittenDown() {
        assertThat(learn(CAFE, TEN, 1, 1, 1, 1, 1)).isZero();
        assertThat(written).isEmpty();

        assertThat(IntStream.range(0, 8).map(i -> learn(CAFE, TEN, 1))).containsExactly(1, 1, 2, 4, 8, 16, 0, 0);
        assertThat(written).containsExactly(probe(TEN, ProbeLimit.Kind.ONE_ELSEWHERE, 5));
        assertThat(ask(CAFE, TEN, 1, 2, 3)).as("a question").isZero();
        assertThat(learn("36048110000002", TEN, 1, 1, 1, 1, 1))
                .as("another café")
                .isZero();
        assertThat(learn(CAFE, TEN.plusSeconds(3_600), 1, 1, 1, 1, 1))
                .as("the next hour")
                .isZero();
    }

    @Test
    void findingsAboutMorePersonsThanTheLimitAreWrittenDown() {
        assertThat(learn(CAFE, TEN, 1, 2, 3, 3, 2, 1)).isZero();
        assertThat(written).isEmpty();

        assertThat(learn(CAFE, TEN, 4)).isEqualTo(1);

        assertThat(written).containsExactly(probe(TEN, ProbeLimit.Kind.MANY_ELSEWHERE, 3));
        assertThat(IntStream.range(0, 1_000).map(i -> learn(CAFE, TEN, i)).sum())
                .isEqualTo(Probes.TURNS_OF_FINDINGS_MAX - 1);
    }

    /** It can have a person sit elsewhere when others say so; others can have its guests sit elsewhere. */
    @Test
    void byOtherCafesEventsManyFindingsAboutOnePersonCountAndNoOthers() {
        assertThat(learn(probes, CAFE, TEN, false, 1, 1, 1, 1, 1, 1, 1))
                .as("nothing of the event's café")
                .isZero();
        assertThat(written).containsExactly(probe(TEN, ProbeLimit.Kind.ONE_ELSEWHERE, 5));

        assertThat(learn(probes, CAFE, TEN, false, 2, 3, 4, 5, 6, 7)).isZero();
        assertThat(learn(CAFE, TEN, 8, 9, 10))
                .as("its own are as few as before")
                .isZero();
        assertThat(written).hasSize(1);
    }

    @Test
    void findingsOfAllCafesAreBoundedLikeDenials() {
        var few = new Probes(new ProbeLimit(3, this::write), told::add, 2);

        assertThat(learn(few, CAFE, TEN, 1, 2)).isZero();
        assertThat(learn(few, "36048110000002", TEN, 1)).isEqualTo(1);
        assertThat(learn(few, CAFE, TEN, 1)).as("one who is known").isZero();
    }

    /** Whichever node a balancer sends a café to. */
    @Test
    void whomAnotherNodeDeniedCountsHereToo() {
        var elsewhere = new Probes(new ProbeLimit(3, this::write), told::add);
        ask(CAFE, TEN, 1, 2);
        told.forEach(elsewhere::deniedElsewhere);

        assertThat(ask(elsewhere, CAFE, TEN, 2, 3)).isZero();
        assertThat(ask(elsewhere, CAFE, TEN, 4)).isEqualTo(1);
        assertThat(ask(elsewhere, "36048110000002", TEN, 1, 2, 3)).isZero();
    }

    @Test
    void aPersonWhoWasDeniedFiveTimesAtAnyNodesIsAnsweredLater() {
        var elsewhere = new Probes(new ProbeLimit(9, this::write), told::add);
        var here = new Probes(new ProbeLimit(9, this::write), told::add);
        for (int i = 0; i < 3; i++) {
            assertThat(repeat(here, TEN)).isZero();
        }
        told.forEach(elsewhere::deniedElsewhere);

        assertThat(repeat(elsewhere, TEN)).isZero();
        assertThat(repeat(elsewhere, TEN)).isZero();
        assertThat(repeat(elsewhere, TEN)).isEqualTo(1);
        assertThat(repeat(elsewhere, TEN)).isEqualTo(2);
    }

    /** Else a flood of questions would be a flood of notifications. */
    @Test
    void noMoreIsToldThanDecides() {
        for (int i = 0; i < 1_000; i++) {
            ask(CAFE, TEN, i);
            repeat(probes, TEN);
        }

        assertThat(told).hasSizeLessThan(20);
    }

    @Test
    void whatAnotherNodeDeniedInAnHourThatIsOverCountsNoMore() {
        var elsewhere = new Probes(new ProbeLimit(3, this::write), told::add);
        ask(CAFE, TEN, 1, 2, 3, 4);
        ask(elsewhere, CAFE, TEN.plusSeconds(3_600), 5);
        List.copyOf(told).forEach(elsewhere::deniedElsewhere);

        assertThat(ask(elsewhere, CAFE, TEN.plusSeconds(3_600), 6, 7)).isZero();
    }

    /** A person's number is another one in each café and hour. */
    @Test
    void whatIsToldJoinsNobody() {
        ask(CAFE, TEN, 1);
        ask("36048110000002", TEN, 1);
        ask(CAFE, TEN.plusSeconds(3_600), 1);

        assertThat(told).extracting(Denial::person).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void aNewHourBeginsAnewAndATimeBeforeItBelongsToIt() {
        ask(CAFE, TEN, 1, 2, 3, 4);
        Instant next = TEN.plusSeconds(3_600);

        assertThat(ask(CAFE, next, 5, 6)).isZero();
        assertThat(ask(CAFE, next.minusNanos(1), 7, 8)).isEqualTo(1);
    }

    @Test
    void itIsWrittenDownOnceAnHour() {
        ask(CAFE, TEN.plusSeconds(5), 1, 2, 3, 4, 5, 6);
        ask(CAFE, TEN.plusSeconds(6), 7);
        ask(CAFE, TEN.plusSeconds(3_600), 1, 2, 3, 4, 5);

        assertThat(written)
                .containsExactly(
                        probe(TEN, ProbeLimit.Kind.MANY_PERSONS, 3),
                        probe(TEN.plusSeconds(3_600), ProbeLimit.Kind.MANY_PERSONS, 3));
    }

    /** It may keep sessions of another café's guests open, so that they are denied there. */
    @Test
    void theCafeThatHasMostOfThePersonsInUseIsNamed() {
        var patient = new Probes(new ProbeLimit(30, this::write), told::add);
        for (int person = 0; person < 31; person++) {
            askHeld(patient, person, person < 10 ? "36048110000002" : person < 21 ? "36048110000003" : null);
            askHeld(patient, person, "36048110000002");
        }

        assertThat(written)
                .extracting(ProbeLimit.Probe::holder)
                .as("each person counts once")
                .containsExactly(new ProbeLimit.Holder(new PlaceCode("36048110000003"), 11));
    }

    /** Else a café's own owner could learn through an auditor where one person sits. */
    @Test
    void aCafeThatHasFewOfThemInUseIsNotNamed() {
        var patient = new Probes(new ProbeLimit(30, this::write), told::add);
        for (int person = 0; person < 31; person++) {
            askHeld(patient, person, person < Probes.HELD_MIN - 1 ? "36048110000002" : null);
        }

        assertThat(written)
                .extracting(ProbeLimit.Probe::holder)
                .containsOnlyNulls()
                .hasSize(1);
    }

    private static void askHeld(Probes those, int person, @Nullable String heldBy) {
        var question = new AdmissionQuestion(
                new RegionCode("360481"), person(person), true, false, heldBy == null ? null : new PlaceCode(heldBy));
        those.beyond(new PlaceCode(CAFE), TEN, List.of(question));
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenAtTheNextQuestion() {
        logFails = true;
        ask(CAFE, TEN, 1, 2, 3, 4);
        logFails = false;
        ask(CAFE, TEN, null, null);

        assertThat(written).hasSize(2);
    }

    /** Every café of the country tries persons out at once. */
    @Test
    void whereTooManyPersonsAreKeptOfAllCafesEachFurtherOneIsLate() {
        var few = new Probes(new ProbeLimit(3, this::write), told::add, 4);
        assertThat(ask(few, CAFE, TEN, 1, 2)).isZero();
        assertThat(ask(few, "36048110000002", TEN, 1, 2)).isZero();

        assertThat(ask(few, "36048110000003", TEN, 1, 2)).isEqualTo(2);
        assertThat(ask(few, CAFE, TEN, 1, 2)).as("known ones").isZero();
        assertThat(ask(few, CAFE, TEN.plusSeconds(3_600), 3, 4))
                .as("a new hour")
                .isZero();
    }

    private int learn(String placeCode, Instant at, int... persons) {
        return learn(probes, placeCode, at, persons);
    }

    private static int learn(Probes probes, String placeCode, Instant at, int... persons) {
        return learn(probes, placeCode, at, true, persons);
    }

    private static int learn(Probes probes, String placeCode, Instant at, boolean byItself, int... persons) {
        return probes.learnt(
                at,
                IntStream.of(persons)
                        .mapToObj(person -> new PersonElsewhere(
                                new PlaceCode(placeCode),
                                new RegionCode("360481"),
                                new PersonToken(new UUID(0, person)),
                                byItself))
                        .toList());
    }

    private int ask(String placeCode, Instant at, @Nullable Integer... denied) {
        return ask(probes, placeCode, at, denied);
    }

    private static int ask(Probes those, String placeCode, Instant at, @Nullable Integer... denied) {
        return those.beyond(
                new PlaceCode(placeCode),
                at,
                IntStream.range(0, denied.length)
                        .mapToObj(i -> question(denied[i], false))
                        .toList());
    }

    private static int repeat(Probes those, Instant at) {
        return those.beyond(new PlaceCode(CAFE), at, List.of(question(1, true)));
    }

    private static AdmissionQuestion question(@Nullable Integer denied, boolean repeatable) {
        return new AdmissionQuestion(new RegionCode("360481"), person(denied), denied != null, repeatable, null);
    }

    /** Five are answered at once; each later one twice as late as the one before, to a bound. */
    @Test
    void whoAsksAgainAboutOnePersonIsAnsweredLaterAndLater() {
        List<Integer> late = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            late.add(repeat(CAFE, TEN, 1));
        }

        assertThat(late).containsExactly(0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 32, 32);
        assertThat(written).containsExactly(probe(TEN, ProbeLimit.Kind.ONE_PERSON, 5));
        assertThat(repeat(CAFE, TEN, 2)).isZero();
        assertThat(repeat("36048110000002", TEN, 1)).isZero();
        assertThat(repeat(CAFE, TEN.plusSeconds(3_600), 1)).isZero();
    }

    /** Also that the person has gone is found out by asking again. */
    @Test
    void onceSuspectedEveryQuestionAboutThePersonIsLate() {
        for (int i = 0; i < 6; i++) {
            repeat(CAFE, TEN, 1);
        }
        var allowed = new AdmissionQuestion(new RegionCode("360481"), person(1), false, false, null);

        assertThat(probes.beyond(new PlaceCode(CAFE), TEN, List.of(allowed, allowed)))
                .isEqualTo(2);
        assertThat(probes.beyond(new PlaceCode(CAFE), TEN, List.of(AdmissionQuestion.again(new RegionCode("360481")))))
                .isZero();
    }

    private int repeat(String placeCode, Instant at, int person) {
        return probes.beyond(new PlaceCode(placeCode), at, List.of(question(person, true)));
    }

    private static ProbeLimit.Probe probe(Instant hour, ProbeLimit.Kind kind, int limit) {
        return new ProbeLimit.Probe(new PlaceCode(CAFE), new RegionCode("360481"), hour, kind, limit, null);
    }

    private static @Nullable PersonToken person(@Nullable Integer number) {
        return number == null ? null : new PersonToken(new UUID(0, number));
    }

    private Future<Void> write(ProbeLimit.Probe probe) {
        written.add(probe);
        return logFails ? Future.failedFuture("the test's log is full") : Future.succeededFuture();
    }
}
