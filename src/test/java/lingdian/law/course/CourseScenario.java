package lingdian.law.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.casework.Case;
import org.jspecify.annotations.Nullable;

/**
 * A case that goes on line by line, as a jurist could read it: {@code time  action -> what comes of it}. Of a refusal the reason
 * and the open actions are compared, of an action the step, the violations, and what the line says besides.
 */
final class CourseScenario {
    static final PlaceCode CAFE = new PlaceCode("36048110000001");
    static final InspectionId VISIT = new InspectionId(new UUID(7, 7));
    private static final Officer OFFICER = new Officer(null, "王勇", "36040012");

    private CaseFile file;

    CourseScenario(Authority authority, String violations, String openedAt) {
        file = CaseFile.open(new CaseId(new UUID(1, 1)), authority, CAFE, violations(violations), china(openedAt));
    }

    /** {@code A new, B acknowledged}. */
    static List<CaseViolation> violations(String text) {
        var violations = new ArrayList<CaseViolation>();
        for (String one : text.isBlank() ? new String[0] : text.split(", ")) {
            String[] words = one.split(" ");
            violations.add(new CaseViolation(id(words[0]), Case.of(words[1]), null, false));
        }
        return violations;
    }

    static ViolationId id(String letter) {
        return new ViolationId(new UUID(0, letter.charAt(0)));
    }

    static Instant china(String local) {
        return LocalDateTime.parse(local).atZone(ChinaTime.ZONE).toInstant();
    }

    CaseFile file() {
        return file;
    }

    CourseScenario play(String lines) {
        lines.lines().filter(line -> !line.isBlank()).forEach(this::line);
        return this;
    }

    private void line(String line) {
        String[] sides = line.split(" -> ", 2);
        String[] words = sides[0].strip().split(" +", 2);
        long before = file.version();
        CourseResult result = CaseCourse.act(file, request(words[0], words[1]));
        String outcome = switch (result) {
            case CourseResult.Refused(CourseResult.Reason reason, List<CourseVerb> open) ->
                reason.wire() + ": " + open.stream().map(CourseVerb::wire).collect(Collectors.joining(" "));
            case CourseResult.Taken taken -> {
                file = taken.file();
                assertThat(file.version()).as(line).isEqualTo(before + 1);
                yield taken(taken);
            }
        };
        assertThat(outcome).as(line).isEqualTo(sides[1].strip().replaceAll(" +", " "));
    }

    private static String taken(CourseResult.Taken taken) {
        String steps = taken.progress().stream()
                .map(step -> letter(step.violation()) + " " + step.action().wire())
                .collect(Collectors.joining(", "));
        return taken.file().step().name().wire() + (steps.isEmpty() ? "" : "; " + steps);
    }

    static String letter(ViolationId id) {
        return String.valueOf((char) id.value().getLeastSignificantBits());
    }

    /** {@code check A true, B untrue (note)}. */
    private CaseCourse.Request request(String at, String text) {
        boolean noted = text.endsWith("(note)");
        String[] words = text.replace("(note)", "").strip().split(" ", 2);
        return new CaseCourse.Request(
                action(words[0], words.length < 2 ? null : words[1]), noted, file.version(), china(at));
    }

    static CourseAction action(String verb, @Nullable String rest) {
        return switch (CourseVerb.of(verb).orElseThrow()) {
            case ASSIGN -> new CourseAction.Assign(List.of(OFFICER), Trigger.DATA_MONITORING);
            case DISPATCH -> new CourseAction.Dispatch(VISIT);
            case CHECK -> check(rest == null ? "true" : rest);
            case CORRECT -> new CourseAction.Correct(rest == null ? null : LocalDate.parse(rest));
            case RECHECK -> new CourseAction.Recheck(true);
            case SPOT -> new CourseAction.Spot(List.of(new Sanction.Warning(), new Sanction.Fine(3_000)));
            case DECIDE -> new CourseAction.Decide(List.of(sanction(rest == null ? "warning" : rest)));
            case MERGE -> throw new IllegalArgumentException("see CaseCourseTest");
            default -> new CourseAction.Plain(CourseVerb.of(verb).orElseThrow());
        };
    }

    private static Sanction sanction(String word) {
        return switch (word) {
            case "warning" -> new Sanction.Warning();
            case "none" -> new Sanction.None();
            case "withdrawn" -> new Sanction.Withdrawn();
            default -> new Sanction.Fine(Integer.parseInt(word));
        };
    }

    private static CourseAction check(String text) {
        Map<ViolationId, CheckOutcome> outcomes = new HashMap<>();
        @Nullable CheckOutcome forAll = null;
        for (String one : text.split(", ")) {
            String[] words = one.split(" ");
            CheckOutcome outcome = CheckOutcome.valueOf(words[words.length - 1].toUpperCase(Locale.ROOT));
            if (words.length == 1) {
                forAll = outcome;
            } else {
                outcomes.put(id(words[0]), outcome);
            }
        }
        return new CourseAction.Check(VISIT, forAll, outcomes);
    }
}
