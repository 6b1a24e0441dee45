package lingdian.console.casework;

import java.util.Objects;
import lingdian.access.signin.Language;
import lingdian.console.frame.Words;
import lingdian.domain.Authority;
import lingdian.law.course.Course.StepRule;
import lingdian.law.course.Courses;
import lingdian.law.course.StepName;

/** The names of steps: in Chinese as the authority says them in {@code casework.yaml}. */
record StepNames(Courses courses) {
    String name(Words words, String authority, String step) {
        return words.language() == Language.ZH ? rule(authority, step).name() : words.sayWord("case-step", step);
    }

    /** What the authority says of a step; every authority has every step. */
    StepRule rule(String authority, String step) {
        return Objects.requireNonNull(
                courses.of(Authority.of(authority)).steps().get(StepName.of(step)));
    }
}
