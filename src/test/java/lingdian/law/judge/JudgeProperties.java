package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import lingdian.domain.ViolationId;
import lingdian.law.judge.City.Mode;
import lingdian.law.judge.City.Told;
import lingdian.law.judge.OvertimeOracle.Overtime;
import lingdian.law.judge.RandomDays.Act;
import lingdian.law.judge.RandomDays.Sent;
import lingdian.law.judge.SharedOracle.Shared;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Properties that hold for all events in the cafés, in any order of arrival of their records. */
class JudgeProperties {
    @Provide
    Arbitrary<List<List<Act>>> days() {
        return RandomDays.days();
    }

    @Provide
    Arbitrary<List<List<Act>>> crowdedDays() {
        return RandomDays.crowdedDays();
    }

    @Property(tries = 200)
    void theOrderOfCafesChangesNoFinding(@ForAll("days") List<List<Act>> days, @ForAll Random random) {
        List<List<Sent>> cafes = RandomDays.sent(days);
        Assume.that(!RandomDays.areCrowded(cafes));
        City inTurn = city();
        City mixed = city();

        RandomDays.play(inTurn, cafes.stream().flatMap(List::stream).toList());
        RandomDays.play(mixed, RandomDays.interleaved(cafes, random));

        assertThat(timeless(mixed)).isEqualTo(timeless(inTurn));
    }

    @Property(tries = 200)
    void aRestartBeforeEveryEventChangesNothing(@ForAll("days") List<List<Act>> days, @ForAll Random random) {
        List<Sent> events = RandomDays.interleaved(RandomDays.sent(days), random);

        List<Told> running = RandomDays.play(city(), events);
        List<Told> restarted = RandomDays.play(RandomDays.city(Documents.RULES, Mode.RESTARTED), events);

        assertThat(restarted).isEqualTo(running);
    }

    /** Where a person has so many sessions in a café that most of them are looked at there alone. */
    @Property(tries = 200)
    void aRestartBeforeEveryEventOfACrowdedDayChangesNothing(
            @ForAll("crowdedDays") List<List<Act>> days, @ForAll Random random) {
        aRestartBeforeEveryEventChangesNothing(days, random);
    }

    /** Where one event shows more than is found at once. */
    @Property(tries = 200)
    void aRestartWhileSomethingIsStillToBeFoundChangesNothing(
            @ForAll("crowdedDays") List<List<Act>> days, @ForAll Random random) {
        List<Sent> events = RandomDays.interleaved(RandomDays.sent(days), random);

        List<Told> running = RandomDays.play(findingOneAtATime(Mode.RUNNING), events);
        List<Told> restarted = RandomDays.play(findingOneAtATime(Mode.RESTARTED), events);

        assertThat(restarted).isEqualTo(running);
    }

    private static City findingOneAtATime(Mode mode) {
        return RandomDays.decided(new City(Rulebook.of(Documents.RULES), mode, 1));
    }

    /** Where more persons are contested in a café than are looked at with an event. */
    @Property(tries = 200)
    void whoIsLookedAtLaterIsFoundAsWell(@ForAll("days") List<List<Act>> days, @ForAll Random random) {
        List<List<Sent>> cafes = RandomDays.sent(days);
        Assume.that(!RandomDays.areCrowded(cafes));
        List<Sent> events = new ArrayList<>(RandomDays.interleaved(cafes, random));
        for (int minute = 1; minute <= 40; minute++) {
            events.addAll(RandomDays.heartbeats(cafes, Duration.ofMinutes(minute)));
        }
        City all = city();
        City few = RandomDays.city(Documents.RULES, Mode.RESTARTED).readingContested(1);

        RandomDays.play(all, events);
        RandomDays.play(few, events);

        assertThat(timeless(few)).isEqualTo(timeless(all));
    }

    @Property(tries = 200)
    void whoHearsOnlyWhatIsAnnouncedKnowsEveryFinding(@ForAll("days") List<List<Act>> days, @ForAll Random random) {
        City city = city();
        List<Told> told = RandomDays.play(city, RandomDays.interleaved(RandomDays.sent(days), random));

        Map<ViolationId, Finding> heard = new HashMap<>();
        told.stream().flatMap(one -> one.changes().stream()).forEach(change -> hear(heard, change));

        assertThat(heard.keySet())
                .isEqualTo(city.findings().stream().map(Finding::id).collect(Collectors.toSet()));
        city.findings()
                .forEach(finding -> assertThat(announced(Objects.requireNonNull(heard.get(finding.id()))))
                        .isEqualTo(announced(finding)));
    }

    @Property(tries = 400)
    void overtimeIsWhatTheWholeSessionsSay(
            @ForAll("days") List<List<Act>> days, @ForAll @IntRange(min = 0, max = 2) int graceTens) {
        assertOvertime(days, graceTens);
    }

    /** Somebody who came at midnight leaves at midnight, and nothing is known later: who came before is still there. */
    @Example
    void overtimeGoesOnWhileSomebodyIsThereWhoCameBeforeIt() {
        Act firstAt2230 = new Act(0, 0, 0, 5400);
        Act secondAtMidnight = new Act(0, 1, 1, 5400);
        Act secondLeaves = new Act(5, 1, 1, 0);

        assertOvertime(List.of(List.of(firstAt2230, secondAtMidnight, secondLeaves), List.of(), List.of()), 0);
    }

    private static void assertOvertime(List<List<Act>> days, int graceTens) {
        Rules rules = ScenarioRules.with(Documents.RULES, "thresholds graceMinutes " + 10 * graceTens);
        List<Sent> events = RandomDays.sent(days).stream().flatMap(List::stream).toList();
        City city = RandomDays.city(rules, Mode.RUNNING);
        SessionLog log = SessionLog.of(events, RandomDays.play(city, events));

        for (String cafe : RandomDays.CAFES) {
            CafeFacts facts = RandomDays.facts(cafe);
            assertThat(overtime(city, facts.placeCode().value()))
                    .as(cafe)
                    .containsExactlyInAnyOrderElementsOf(
                            new OvertimeOracle(log, facts, Duration.ofMinutes(10L * graceTens)).all());
        }
    }

    @Property(tries = 400)
    void sharedIdentitiesAreWhatAllPairsOfSessionsSay(@ForAll("days") List<List<Act>> days, @ForAll Random random) {
        List<List<Sent>> cafes = RandomDays.sent(days);
        Assume.that(!RandomDays.areCrowded(cafes));
        List<Sent> events = RandomDays.interleaved(cafes, random);
        City city = city();
        SessionLog log = SessionLog.of(events, RandomDays.play(city, events));

        assertThat(shared(city)).isEqualTo(SharedOracle.all(log));
    }

    @Property(tries = 200)
    void findingsOfOneSessionLastAsLongAsIt(@ForAll("days") List<List<Act>> days) {
        List<Sent> events = RandomDays.sent(days).stream().flatMap(List::stream).toList();
        City city = city();
        SessionLog log = SessionLog.of(events, RandomDays.play(city, events));

        city.findings().stream()
                .filter(finding -> finding.code() == Code.MINOR_ADMITTED)
                .forEach(finding -> {
                    var stay = Objects.requireNonNull(log.stays.get(finding.placeCode() + "/" + finding.session()));
                    assertThat(List.of(finding.startedAt(), String.valueOf(finding.endedAt())))
                            .isEqualTo(List.of(stay.startedAt(), String.valueOf(stay.endedAt())));
                });
    }

    @Property(tries = 1000)
    void everyEffectiveTimeCanBeWrittenDown(
            @ForAll("times") Instant at, @ForAll("times") Instant sent, @ForAll boolean first) {
        Instant latest = first ? null : Instant.parse("2026-07-01T00:00:00Z");

        Instant effective = EffectiveTime.of(at, sent, RandomDays.RECEIVED, latest, Documents.RULES.thresholds());

        assertThat(effective)
                .isBetween(Objects.requireNonNullElse(latest, EffectiveTime.EARLIEST), RandomDays.RECEIVED);
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("0000-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("9999-12-31T23:59:59Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    private static City city() {
        return RandomDays.city(Documents.RULES, Mode.RUNNING);
    }

    /** The findings without what may depend on the order of arrival: when they were found, and numbers of streams. */
    private static Map<ViolationId, Finding> timeless(City city) {
        return city.findings().stream()
                .map(finding -> new Finding(
                        timeless(finding.matter()),
                        finding.standing(),
                        finding.startedAt(),
                        Instant.EPOCH,
                        finding.endedAt(),
                        finding.quantities(),
                        finding.evidence(),
                        null))
                .collect(Collectors.toMap(Finding::id, finding -> finding));
    }

    private static Finding.Matter timeless(Finding.Matter of) {
        return new Finding.Matter(
                of.id(),
                of.code(),
                of.placeCode(),
                of.region(),
                of.ruleVersion(),
                of.terminal(),
                of.session(),
                null,
                of.ground(),
                false);
    }

    private static void hear(Map<ViolationId, Finding> heard, Change change) {
        Finding before = heard.get(change.finding().id());
        switch (change.kind()) {
            case OPENED -> assertThat(before == null || !before.open()).isTrue();
            case ENDED -> assertThat(before != null && before.open()).isTrue();
            case UPDATED ->
                assertThat(announced(Objects.requireNonNull(before))).isNotEqualTo(announced(change.finding()));
            case REFRESHED -> {
                return;
            }
        }
        heard.put(change.finding().id(), change.finding());
    }

    /** What is announced of a finding; the seconds of one that runs on are not. */
    private static List<Object> announced(Finding finding) {
        Quantities quantities = finding.quantities();
        Object told = quantities instanceof Quantities.Sessions sessions && finding.open()
                ? List.of(sessions.sessions(), sessions.peak())
                : String.valueOf(quantities);
        return List.of(
                finding.code(),
                finding.standing(),
                finding.startedAt(),
                String.valueOf(finding.endedAt()),
                String.valueOf(finding.explained()),
                told);
    }

    private static List<Overtime> overtime(City city, String placeCode) {
        return city.findings().stream()
                .filter(finding -> finding.code() == Code.OVERTIME_OPERATION)
                .filter(finding -> finding.placeCode().value().equals(placeCode))
                .map(finding -> {
                    var quantities = (Quantities.Sessions) Objects.requireNonNull(finding.quantities());
                    return new Overtime(
                            finding.startedAt(),
                            finding.endedAt(),
                            finding.standing(),
                            quantities.seconds(),
                            quantities.sessions(),
                            quantities.peak());
                })
                .toList();
    }

    private static Map<String, Shared> shared(City city) {
        return city.findings().stream()
                .filter(finding -> finding.code() == Code.IDENTITY_SHARED)
                .collect(Collectors.toMap(
                        finding -> finding.placeCode() + "/" + finding.session(),
                        finding -> new Shared(finding.startedAt(), finding.endedAt(), finding.standing())));
    }
}
