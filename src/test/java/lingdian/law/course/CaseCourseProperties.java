package lingdian.law.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.law.casework.Case;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Cases on which people act at random. */
class CaseCourseProperties {
    private static final int ACTIONS = 60;

    @Property(tries = 300)
    void everyActionIsTakenOrRefusedWithWhatIsOpen(@ForAll long seed) {
        var random = new Random(seed);
        CaseFile file = open(random);
        for (int i = 0; i < ACTIONS; i++) {
            CourseVerb verb = CourseVerb.values()[random.nextInt(CourseVerb.values().length)];
            CaseFile before = file;
            CourseResult result = CaseCourse.act(before, request(before, verb, random));
            switch (result) {
                case CourseResult.Taken taken -> {
                    file = taken.file();
                    requireTaken(before, verb, taken);
                }
                case CourseResult.Refused refused -> {
                    assertThat(refused.open())
                            .isEqualTo(CaseCourse.open(before))
                            .isNotEmpty();
                    if (refused.reason() == CourseResult.Reason.NOT_OPEN) {
                        assertThat(refused.open()).doesNotContain(verb);
                    }
                }
            }
        }
    }

    private static void requireTaken(CaseFile before, CourseVerb verb, CourseResult.Taken taken) {
        CaseFile after = taken.file();
        assertThat(CaseCourse.open(before)).contains(verb);
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.history()).hasSize(before.history().size() + 1);
        assertThat(after.history().subList(0, before.history().size())).isEqualTo(before.history());
        if (before.step() instanceof CourseStep.Closed(CourseStep step, boolean merged)) {
            assertThat(verb).isIn(CourseVerb.REOPEN, CourseVerb.COMMENT);
            assertThat(after.step()).isEqualTo(verb == CourseVerb.REOPEN ? step : before.step());
            assertThat(merged && verb == CourseVerb.REOPEN).isFalse();
        }
        // The steps that are told to the store lead each violation from where it was to where the case says that it is.
        for (int i = 0; i < before.violations().size(); i++) {
            CaseViolation from = before.violations().get(i);
            Case walked = from.progress();
            for (CourseResult.ViolationStep step : taken.progress()) {
                walked = step.violation().equals(from.id())
                        ? walked.after(step.action()).orElseThrow()
                        : walked;
            }
            assertThat(after.violations().get(i).progress()).isEqualTo(walked);
        }
    }

    /** Whatever happened, a case can be brought to its end. */
    @Property(tries = 200)
    void fromEveryStepThereIsAWayToTheEnd(@ForAll long seed) {
        var random = new Random(seed);
        CaseFile file = open(random);
        for (int i = 0; i < ACTIONS && !(file.step() instanceof CourseStep.Closed); i++) {
            CourseVerb verb = CourseVerb.values()[random.nextInt(CourseVerb.values().length)];
            if (CaseCourse.act(file, request(file, verb, random)) instanceof CourseResult.Taken taken) {
                file = taken.file();
            }
        }
        for (int i = 0; i < 12 && !(file.step() instanceof CourseStep.Closed); i++) {
            List<CourseVerb> open = CaseCourse.open(file);
            CourseVerb verb = open.contains(CourseVerb.CLOSE)
                    ? CourseVerb.CLOSE
                    : open.stream()
                            .filter(CaseCourseProperties::leadsOn)
                            .findFirst()
                            .orElseThrow();
            file = ((CourseResult.Taken) CaseCourse.act(file, certain(file, verb))).file();
        }
        assertThat(file.step()).isInstanceOf(CourseStep.Closed.class);
    }

    private static boolean leadsOn(CourseVerb verb) {
        return switch (verb) {
            case CHECK, RECHECK, REVIEW, NOTIFY, DECIDE, SERVE, TRANSFER -> true;
            default -> false;
        };
    }

    private static CaseFile open(Random random) {
        List<String> states =
                List.of("A new", "B acknowledged", "C dispatched", "D confirmed", "E dismissed", "F closed");
        String violations = String.join(
                ", ", states.stream().filter(state -> random.nextBoolean()).toList());
        return new CourseScenario(Authority.values()[random.nextInt(2)], violations, "2026-11-10T09:00").file();
    }

    private static CaseCourse.Request certain(CaseFile file, CourseVerb verb) {
        return new CaseCourse.Request(
                CourseScenario.action(verb.wire(), null),
                true,
                file.version(),
                CourseScenario.china("2026-11-11T09:00"));
    }

    private static CaseCourse.Request request(CaseFile file, CourseVerb verb, Random random) {
        CourseAction action = verb == CourseVerb.MERGE
                ? new CourseAction.Merge(
                        CaseFile.open(
                                new CaseId(new UUID(random.nextLong(), 0)),
                                file.authority(),
                                file.placeCode(),
                                List.of(),
                                file.openedAt()),
                        1)
                : CourseScenario.action(verb.wire(), null);
        long version = file.version() + (random.nextInt(10) == 0 ? 1 : 0);
        return new CaseCourse.Request(action, random.nextInt(4) > 0, version, CourseScenario.china("2026-11-11T09:00"));
    }
}
