package lingdian.console.casework;

import lingdian.access.signin.Language;
import lingdian.console.frame.Words;
import lingdian.domain.Authority;
import lingdian.law.course.Courses;
import lingdian.law.course.StepName;

/** The names of steps: in Chinese as the authority says them in {@code casework.yaml}. */
record StepNames(Courses courses) {
    String name(Words words, String authority, String step) {
        return words.language() == Language.ZH
                ? courses.of(Authority.of(authority))
                        .steps()
                        .get(StepName.of(step))
                        .name()
                : words.sayWord("case-step", step);
    }
}
