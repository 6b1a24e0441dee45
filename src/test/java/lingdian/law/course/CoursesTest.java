package lingdian.law.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.law.calendar.DueDates;
import lingdian.law.calendar.Pause;
import lingdian.law.calendar.ShippedYears;
import lingdian.law.casework.Deadline;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.YamlFile;
import org.junit.jupiter.api.Test;

/** {@code config/casework.yaml}, and the deadlines that it sets. */
class CoursesTest {
    private static final Courses SHIPPED = YamlFile.read(Path.of("config/casework.yaml"), Courses.class);
    private static final DueDates DATES = new DueDates(ShippedYears.calendar(2026), ChinaTime.ZONE);

    @Test
    void everyStepOfBothCoursesHasItsName() {
        assertThat(SHIPPED.of(Authority.CULTURE).steps().get(StepName.FILED).name())
                .isEqualTo("立案");
        assertThat(SHIPPED.of(Authority.PUBLIC_SECURITY)
                        .steps()
                        .get(StepName.FILED)
                        .name())
                .isEqualTo("受案");
        assertThat(SHIPPED.of(Authority.CULTURE).steps().keySet()).containsExactlyInAnyOrder(StepName.values());
    }

    @Test
    void deadlinesFollowTheCase() {
        CourseScenario scenario = new CourseScenario(Authority.CULTURE, "A new", "2026-09-24T09:00");

        assertThat(running(scenario, "2026-09-24T10:00")).isEqualTo("CHECK 2026-09-29");
        scenario.play("2026-09-25T09:00 assign -> assigned; A acknowledge");
        assertThat(running(scenario, "2026-09-30T00:00")).isEqualTo("CHECK 2026-09-29 overdue");
        scenario.play("2026-09-30T23:00 check -> checked; A dispatch, A confirm");
        assertThat(running(scenario, "2026-09-30T23:00")).isEqualTo("FILE 2026-10-08");
        scenario.play("2026-09-30T23:30 correct 2026-10-09 -> correcting");
        assertThat(running(scenario, "2026-10-09T12:00")).isEqualTo("RECHECK 2026-10-09");
        scenario.play("2026-10-10T09:00 recheck -> checked");
        assertThat(running(scenario, "2026-10-10T12:00"))
                .as("anew from the recheck")
                .isEqualTo("FILE 2026-10-19");
        scenario.play("2026-10-12T09:00 file -> filed");
        assertThat(running(scenario, "2026-10-12T12:00")).isEqualTo("DECIDE 2027-01-11 provisional");
        scenario.play("""
                2026-10-20T09:00 review -> review
                2026-10-21T09:00 notify -> notified
                """);
        assertThat(running(scenario, "2026-10-21T12:00"))
                .isEqualTo("DECIDE 2027-01-11 provisional, STATE 2026-10-26, HEAR-ASK 2026-10-28");
        scenario.play("2026-11-02T09:00 decide 3000 -> decided");
        assertThat(running(scenario, "2026-11-02T12:00")).isEqualTo("SERVE 2026-11-11, PUBLISH 2026-11-11");
        scenario.play("2026-11-03T09:00 serve -> executing");
        assertThat(running(scenario, "2026-11-12T12:00"))
                .isEqualTo(
                        "PUBLISH 2026-11-11 overdue, PAY 2026-11-18, REVIEW 2027-01-04 provisional, SUE 2027-05-03 provisional");
        scenario.play("2026-11-10T09:00 pay -> executing");
        assertThat(running(scenario, "2026-11-10T12:00"))
                .isEqualTo("PUBLISH 2026-11-11, REVIEW 2027-01-04 provisional, SUE 2027-05-03 provisional");
        scenario.play("2026-11-20T09:00 close (note) -> closed");
        assertThat(running(scenario, "2026-11-20T12:00")).isEmpty();
    }

    @Test
    void openingAgainSetsOffNoDeadlineAnew() {
        CourseScenario scenario = new CourseScenario(Authority.CULTURE, "", "2026-11-02T09:00").play("""
                2026-11-02T09:00 assign        -> assigned
                2026-11-03T09:00 check         -> checked
                2026-11-04T09:00 close (note)  -> closed
                2026-11-20T09:00 reopen (note) -> checked
                """);

        assertThat(running(scenario, "2026-11-20T12:00")).isEqualTo("FILE 2026-11-10 overdue");
    }

    @Test
    void aPauseMovesThem() {
        CourseScenario scenario = new CourseScenario(Authority.CULTURE, "", "2026-11-02T09:00");
        var pause = new Pause(LocalDate.parse("2026-11-03"), LocalDate.parse("2026-11-05"));

        assertThat(running(scenario, "2026-11-02T12:00", List.of(pause))).isEqualTo("CHECK 2026-11-09");
    }

    @Test
    void thePoliceFileADecisionOnTheSpotWithinADay() {
        CourseScenario scenario = new CourseScenario(Authority.PUBLIC_SECURITY, "", "2026-11-02T09:00").play("""
                2026-11-02T09:00 assign -> assigned
                2026-11-03T22:00 check  -> checked
                2026-11-03T22:10 spot   -> spot
                """);

        assertThat(running(scenario, "2026-11-03T22:20")).isEqualTo("SPOT-FILE 2026-11-04T14:10:00Z");
    }

    @Test
    void theTextOfTheDayHolds() {
        Courses courses = read(SHIPPED_DECIDE.formatted("""
                - {id: DECIDE, from: filed, n: 60, unit: d, basis: old, standing: confirmed}
                      - {id: DECIDE, from: filed, n: 30, unit: d, basis: new, standing: confirmed, validFrom: 2026-11-04}
                """.strip()));
        for (String filed : List.of("2026-11-03", "2026-11-04")) {
            CourseScenario scenario =
                    new CourseScenario(Authority.CULTURE, "", "2026-11-02T09:00").play("""
                    2026-11-02T09:00 assign -> assigned
                    2026-11-03T09:00 check  -> checked
                    %sT23:00 file   -> filed
                    """.formatted(filed));

            assertThat(courses.of(Authority.CULTURE)
                            .running(scenario.file(), List.of(), CourseScenario.china("2026-11-05T00:00"), DATES))
                    .singleElement()
                    .extracting(Deadline::basis)
                    .isEqualTo(filed.endsWith("03") ? "old" : "new");
        }
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatThrownBy(() -> read("""
                        courses:
                          culture:
                            recheckBasis: ""
                            steps:
                              lead: {name: 线索, who: [officer], documents: []}
                            deadlines:
                              - {id: CHECK, from: lead, n: 2, unit: wd, basis: b, standing: confirmed}
                              - {id: CHECK, from: lead, n: 3, unit: wd, basis: b, standing: confirmed}
                              - {id: RECHECK, from: closed, n: 3, unit: wd, basis: b, standing: confirmed}
                        """))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .contains(
                                        "courses.culture.steps.assigned: is missing",
                                        "courses.culture.steps.closed: is missing",
                                        "courses.culture.recheckBasis: must not be blank",
                                        "courses.culture.deadlines[1].id: must not be listed before with the same validFrom",
                                        "courses.culture.deadlines[2].id: must not be RECHECK, which the order to correct sets",
                                        "courses.culture.deadlines[2].from: must be a step at which the office works on the case")
                                .hasSize(17));
        assertThatThrownBy(() -> read("{courses: {}}"))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .containsExactly("courses.culture: is missing", "courses.public-security: is missing"));
        assertThatThrownBy(() -> read(SHIPPED_DECIDE.formatted(
                        "- {id: decide, from: file, until: decided, n: 0, unit: week, basis: b, standing: sure}")))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .allMatch(mistake -> mistake.startsWith("courses.culture.deadlines[0]."))
                                .hasSizeGreaterThanOrEqualTo(4));
    }

    /** The shipped steps, with other deadlines of culture's course. */
    private static final String SHIPPED_DECIDE = shipped();

    private static String shipped() {
        try {
            String text = Files.readString(Path.of("config/casework.yaml"));
            int begin = text.indexOf("    deadlines:\n") + "    deadlines:\n".length();
            return text.substring(0, begin).replace("%", "%%")
                    + "      %s\n"
                    + text.substring(text.indexOf("  public-security:")).replace("%", "%%");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Courses read(String yaml) {
        return YamlFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), Courses.class);
    }

    private static String running(CourseScenario scenario, String now) {
        return running(scenario, now, List.of());
    }

    private static String running(CourseScenario scenario, String now, List<Pause> pauses) {
        CaseFile file = scenario.file();
        return SHIPPED.of(file.authority()).running(file, pauses, CourseScenario.china(now), DATES).stream()
                .map(deadline -> deadline.id() + " " + deadline.due()
                        + (deadline.provisional() ? " provisional" : "")
                        + (deadline.overdue() ? " overdue" : ""))
                .collect(Collectors.joining(", "));
    }
}
