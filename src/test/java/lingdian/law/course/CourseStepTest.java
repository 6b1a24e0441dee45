package lingdian.law.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.Authority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every action at every step (handbook, casework.md#the-course-of-a-case). */
class CourseStepTest {
    private static final String TABLE = """
            lead        | assign assigned, transfer transferred, comment lead, merge closed, close closed
            assigned    | assign assigned, dispatch assigned, check checked, transfer transferred, comment assigned, merge closed, \
            close closed
            checked     | assign checked, correct correcting, file filed, decline declined, spot spot, transfer transferred, \
            comment checked, merge closed, close closed
            correcting  | assign correcting, recheck checked, transfer transferred, comment correcting, merge closed
            spot        | assign spot, serve executing, transfer transferred, comment spot
            declined    | assign declined, transfer transferred, comment declined, merge closed, close closed
            filed       | assign filed, review review, transfer transferred, comment filed, merge closed
            review      | assign review, notify notified, transfer transferred, comment review, merge closed
            notified    | assign notified, hear hearing, decide decided, transfer transferred, comment notified, merge closed
            hearing     | assign hearing, decide decided, transfer transferred, comment hearing, merge closed
            decided     | assign decided, serve executing, transfer transferred, comment decided
            executing   | assign executing, pay executing, execute executing, transfer transferred, comment executing, close closed
            transferred | comment transferred, close closed
            closed      | comment closed, reopen filed
            """;

    private static final Map<StepName, CourseStep> STEPS = List.of(
                    new CourseStep.Lead(),
                    new CourseStep.Assigned(),
                    new CourseStep.Checked(),
                    new CourseStep.Correcting(LocalDate.of(2026, 11, 20)),
                    new CourseStep.Spot(),
                    new CourseStep.Declined(),
                    new CourseStep.Filed(),
                    new CourseStep.Review(),
                    new CourseStep.Notified(),
                    new CourseStep.Hearing(),
                    new CourseStep.Decided(),
                    new CourseStep.Executing(),
                    new CourseStep.Transferred(),
                    new CourseStep.Closed(new CourseStep.Filed(), false))
            .stream()
            .collect(Collectors.toMap(CourseStep::name, step -> step, (one, other) -> one, LinkedHashMap::new));

    @ParameterizedTest
    @EnumSource
    void hasExactlyTheMovesOfTheTable(StepName name) {
        CourseStep step = STEPS.get(name);
        String expected = TABLE.lines()
                .map(row -> row.split(" +\\| "))
                .filter(row -> row[0].equals(name.wire()))
                .map(row -> row[1])
                .findFirst()
                .orElseThrow();

        assertThat(Arrays.stream(CourseVerb.values())
                        .flatMap(verb -> after(step, verb))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    private static Stream<String> after(CourseStep step, CourseVerb verb) {
        return step
                .after(action(verb))
                .map(next -> verb.wire() + " " + next.name().wire())
                .stream();
    }

    private static CourseAction action(CourseVerb verb) {
        if (verb != CourseVerb.MERGE) {
            return CourseScenario.action(verb.wire(), null);
        }
        CaseFile other = new CourseScenario(Authority.CULTURE, "", "2026-11-10T08:00").file();
        return new CourseAction.Merge(other, 1);
    }

    @Test
    void aMergedCaseIsNeverOpenedAgain() {
        assertThat(new CourseStep.Lead().merge().moves())
                .extracting(CourseStep.Move::verb)
                .containsExactly(CourseVerb.COMMENT);
    }

    @Test
    void whatACaseWasClosedAtIsWhereItGoesOn() {
        var correcting = new CourseStep.Correcting(LocalDate.of(2026, 11, 20));
        assertThat(new CourseStep.Closed(correcting, false).reopen()).isEqualTo(correcting);
    }
}
