package lingdian.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.DumpedPostgres;
import lingdian.testing.FeedTranscript;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeySuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A day of a city with recognisable persons goes through everything; then all that the service said to anyone, logged,
 * measured and stored is searched for them. Nothing may show a number, a name or a day of birth but an approved unmasking.
 */
@ParameterizedClass
@MethodSource("lingdian.testing.TestedSuites#suites")
class LeakIT {
    private static final LeakSearch PERSONS = LeakPersons.search(Arrays.asList(LeakPersons.values()));

    /** Whom no official ever wrote about: of the others, their own words are shown to those who may read them. */
    private static final LeakSearch UNWRITTEN = LeakPersons.search(Arrays.stream(LeakPersons.values())
            .filter(one -> one != LeakPersons.IN_REASONS)
            .toList());

    private static DumpedPostgres postgres;
    private static RunningService service;
    private static LeakDay day;
    private static LeakTour tour;
    private static List<String> logged;

    @Parameter
    KeySuite suite;

    @BeforeParameterizedClassInvocation
    static void liveThroughADay(KeySuite suite) throws Exception {
        try (var log = WholeLog.begin()) {
            service = RunningService.with()
                    .database(database(suite))
                    .files(configuration(suite))
                    .start();
            day = new LeakDay(service);
            day.live();
            tour = new LeakTour(service.url(), day.tokens(), List.of(LeakDay.STRICT, LeakDay.OPEN));
            tour.readEverything();
            tour.callWithWhatDoesNotBelong(LeakPersons.REFUSED_CALL);
            service.restart();
            logged = log.lines();
        }
    }

    @AfterParameterizedClassInvocation
    static void close() throws Exception {
        service.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    private static DatabaseAddress database(KeySuite suite) throws Exception {
        if (DumpedPostgres.missing().isPresent()) {
            return TestDatabase.migrated();
        }
        postgres = DumpedPostgres.start();
        return postgres.migrated("lingdian_" + suite);
    }

    private static Map<String, String> configuration(KeySuite suite) throws Exception {
        return Map.of(
                "lingdian.yaml",
                "suite: " + suite,
                "rules.yaml",
                Files.readString(Path.of("config/rules.yaml"))
                        .replace("priorRegistration: []", "priorRegistration: [\"360481\"]"));
    }

    @Test
    void theDatabaseHoldsNothingInPlain() throws Exception {
        DumpedPostgres.missing().ifPresent(LeakIT::failOrSkip);

        String dump = DumpedPostgres.dump(service.database());

        assertThat(dump)
                .contains("COPY lingdian.journal_", "COPY lingdian.sealed_", "IDENTITY_SHARED", "CREATE POLICY");
        assertThat(dump.lines().filter(line -> line.contains("quarantine"))).hasSizeGreaterThan(10);
        assertThat(PERSONS.linesIn(List.of(dump))).isEmpty();
    }

    /** The log at every level, of every library as well. */
    @Test
    void theLogSaysNothing() {
        assertThat(logged)
                .anyMatch(line -> line.startsWith("TRACE"))
                .anyMatch(line -> line.contains("io.netty"))
                .anyMatch(line -> line.contains("cannot be committed"));
        assertThat(PERSONS.linesIn(logged)).isEmpty();
    }

    @Test
    void noAgentAndNoOfficialIsToldAnything() {
        assertThat(day.said())
                .anyMatch(said -> said.contains("\"reject\""))
                .anyMatch(said -> said.contains("in-use-elsewhere"))
                .anyMatch(said -> said.contains("not-registered"))
                .anyMatch(said -> said.contains("name-mismatch"))
                .anyMatch(said -> said.contains("document-revoked"))
                .anyMatch(said -> said.contains("4400"));
        assertThat(PERSONS.linesIn(day.said())).isEmpty();
    }

    /** Every GET of the OpenAPI document, as everyone, and what everyone is answered who says what does not belong. */
    @Test
    void noAnswerOfTheApiShowsAnyone() {
        List<String> answers =
                tour.answers().stream().map(LeakTour.Answered::body).toList();

        assertThat(tour.reads()).contains("/api/v1/cafes/{placeCode}", "/api/v1/violations/{id}");
        assertThat(tour.answers().stream().map(LeakTour.Answered::status).distinct())
                .contains(200, 400, 401, 403, 404, 415);
        assertThat(answers)
                .anyMatch(answer -> answer.contains("3604************"))
                .anyMatch(answer -> answer.contains("司*"));
        assertThat(tour.answers())
                .allMatch(answer -> UNWRITTEN.in(answer.body()).isEmpty());
        assertThat(tour.answers()).as("faults of the service").noneMatch(answer -> answer.status() == 500);
    }

    /** The only two answers that may: each to the one who asked, when a second person had approved. */
    @Test
    void anApprovedUnmaskingAndAGrantedExportShowThePersonsAndNobodyElse() {
        String unmasked = day.officials().shownOfUnmasking();
        assertThat(PERSONS.in(unmasked))
                .contains(LeakPersons.MINOR.personName, LeakPersons.MINOR.number, LeakPersons.MINOR.born.toString())
                .doesNotContain(LeakPersons.SHARED.number);

        String records = day.officials().shownOfRecords();
        assertThat(PERSONS.in(records))
                .contains(LeakPersons.SHARED.personName, LeakPersons.SHARED.number, LeakPersons.STRANGER.number)
                .doesNotContain(LeakPersons.MINOR.number, LeakPersons.MINOR.personName) // a child under 14
                .doesNotContain(LeakPersons.ADULT.number) // of the other café
                .doesNotContain(LeakPersons.QUARANTINED.number);
    }

    /** What was brought for a key is nowhere: not even in the log of who was refused. */
    @Test
    void wrongAgentKeysAreWrittenDownAndAFloodOfThemIsNot() throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement();
                var refused = statement.executeQuery("""
                        SELECT actor_kind || ' ' || coalesce(actor_id, '') || ' ' || coalesce(subject_kind, '') || ' '
                          || (details::jsonb ->> 'cause') || ' ' || (details::jsonb ->> 'way'), at
                        FROM access_log WHERE action = 'use-agent-key' AND outcome = 'refused' ORDER BY position
                        """)) {
            var entries = new ArrayList<String>();
            var times = new ArrayList<OffsetDateTime>();
            while (refused.next()) {
                entries.add(refused.getString(1));
                times.add(refused.getObject(2, OffsetDateTime.class));
            }
            long minutes = Duration.between(times.getFirst(), times.getLast()).toMinutes() + 1;
            assertThat(entries)
                    .startsWith(
                            "nobody   unknown http",
                            "nobody   missing http",
                            "agent " + LeakDay.OPEN + " agent-key ended http")
                    .hasSizeBetween(50, Math.toIntExact(60 * minutes + 1)); // of nobody sixty a minute
        }
        assertThat(tour.answers())
                .anyMatch(answer ->
                        answer.body().contains("lingdian_limits_reached_total{limit=\"agent-key-refusals\"}"));
    }

    @Test
    void theMetersTellNothing() {
        List<String> meters = tour.answers().stream()
                .filter(answer -> answer.request().endsWith("/metrics"))
                .map(LeakTour.Answered::body)
                .toList();

        assertThat(meters).isNotEmpty().allMatch(body -> body.contains("lingdian_"));
        assertThat(PERSONS.linesIn(meters)).isEmpty();
    }

    @Test
    void theFeedTellsNothing() throws Exception {
        for (String authority : List.of("culture", "public-security")) {
            List<String> messages = FeedTranscript.of(service, authority).stream()
                    .map(Object::toString)
                    .toList();
            assertThat(String.join("\n", messages)).contains("violation.opened", "IDENTITY_SHARED", "3604************");
            assertThat(PERSONS.linesIn(messages)).isEmpty();
            List<String> events = FeedTranscript.ofServerSentEvents(service, authority);
            assertThat(events).anyMatch(line -> line.contains("violation.opened") && line.startsWith("data:"));
            assertThat(PERSONS.linesIn(events)).isEmpty();
        }
    }

    /** The day was one: what it was to lead to is there. */
    @Test
    void theDayLedToEveryKindOfFinding() throws Exception {
        Stream<String> codes = service.violations().values().stream().map(one -> one.getString("code"));

        assertThat(Set.copyOf(codes.toList()))
                .contains(
                        "MINOR_ADMITTED",
                        "IDENTITY_UNVERIFIED",
                        "IDENTITY_SHARED",
                        "RECORDS_BROKEN",
                        "TERMINAL_UNREGISTERED");
    }

    /** Where the tools are missing, one line says which; in continuous integration they may not be. */
    private static void failOrSkip(String missing) {
        if (System.getenv("CI") != null) {
            throw new AssertionError(missing);
        }
        abort(missing);
    }
}
