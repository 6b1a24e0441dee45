package lingdian.law.course;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lingdian.law.calendar.DueDate;
import lingdian.law.calendar.DueDates;
import lingdian.law.calendar.Pause;
import lingdian.law.casework.Deadline;
import lingdian.law.course.CaseFile.ActionTaken;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The course of one authority's cases in its own words: the steps are the same for both, their names, documents and
 * deadlines are not.
 *
 * @param recheckBasis the article by which a correction is ordered: when it is due, the order says
 */
public record Course(Map<StepName, StepRule> steps, String recheckBasis, List<CourseDeadline> deadlines) {
    /** Who may take a step; shown, since accounts of an office do not differ by it. */
    public enum Duty {
        OFFICER,
        /** Another one than the officers of the case. */
        REVIEWER,
        HEAD
    }

    /**
     * One step.
     *
     * @param name in Chinese, as this authority says it
     */
    public record StepRule(String name, Set<Duty> who, List<DocumentKind> documents) {
        public StepRule {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name: must not be blank");
            }
            if (who.isEmpty()) {
                throw new IllegalArgumentException("who: must name at least one");
            }
        }
    }

    private static final String RECHECK = "RECHECK";

    /** @throws InvalidConfiguration listing all mistakes, each beginning with the path of the key */
    public Course {
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
        deadlines = List.copyOf(deadlines);
        List<String> mistakes = mistakes(steps, recheckBasis, deadlines);
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    /** One deadline may have several texts, which begin on different days. */
    private record Dated(String id, @Nullable LocalDate validFrom) {}

    private static List<String> mistakes(
            Map<StepName, StepRule> steps, String recheckBasis, List<CourseDeadline> deadlines) {
        var mistakes = new ArrayList<String>();
        for (StepName step : StepName.values()) {
            if (!steps.containsKey(step)) {
                mistakes.add("steps." + step.wire() + ": is missing");
            }
        }
        if (recheckBasis.isBlank()) {
            mistakes.add("recheckBasis: must not be blank");
        }
        var before = new HashSet<Dated>();
        for (int i = 0; i < deadlines.size(); i++) {
            CourseDeadline deadline = deadlines.get(i);
            String path = "deadlines[" + i + "]";
            if (!before.add(new Dated(deadline.rule().id(), deadline.rule().validFrom()))) {
                mistakes.add(path + ".id: must not be listed before with the same validFrom");
            }
            if (deadline.rule().id().equals(RECHECK)) {
                mistakes.add(path + ".id: must not be RECHECK, which the order to correct sets");
            }
            if (deadline.from() == StepName.CLOSED || deadline.from() == StepName.TRANSFERRED) {
                mistakes.add(path + ".from: must be a step at which the office works on the case");
            }
        }
        return mistakes;
    }

    /**
     * The deadlines that run, in the order of the configuration; none of a case that is closed or transferred.
     *
     * @param pauses of this case
     */
    public List<Deadline> running(CaseFile file, List<Pause> pauses, Instant now, DueDates dates) {
        var running = new ArrayList<Deadline>();
        if (!(file.step() instanceof CourseStep.Running)) {
            return running;
        }
        if (file.step() instanceof CourseStep.Correcting(LocalDate until)) {
            running.add(recheck(file, until, now, dates));
        }
        for (String id :
                deadlines.stream().map(one -> one.rule().id()).distinct().toList()) {
            running(id, file, dates)
                    .map(run -> Deadline.of(run.deadline().rule(), run.start(), pauses, now, dates))
                    .ifPresent(running::add);
        }
        return running;
    }

    private record Run(CourseDeadline deadline, Instant start) {}

    /** By the text that is in force on the day from which it runs. */
    private Optional<Run> running(String id, CaseFile file, DueDates dates) {
        return deadlines.stream()
                .filter(one -> one.rule().id().equals(id))
                .flatMap(one -> start(one, file).map(start -> new Run(one, start)).stream())
                .filter(run -> run.deadline().rule().appliesOn(LocalDate.ofInstant(run.start(), dates.zone())))
                .max(Comparator.comparing(run -> run.deadline().begins()));
    }

    /** When it began to run; empty if it does not run. */
    private static Optional<Instant> start(CourseDeadline deadline, CaseFile file) {
        int entered = entered(deadline.from(), file.history());
        if (entered < 0 && deadline.from() != StepName.LEAD) {
            return Optional.empty();
        }
        List<ActionTaken> since =
                file.history().subList(entered + 1, file.history().size());
        boolean met = deadline.until() == null
                ? file.step().name() != deadline.from()
                : since.stream().anyMatch(taken -> taken.verb() == deadline.until());
        Instant start =
                entered < 0 ? file.openedAt() : file.history().get(entered).at();
        return met ? Optional.empty() : Optional.of(start);
    }

    /** Which action led to a step last; -1 if none did. Reopening a case starts no deadline. */
    private static int entered(StepName step, List<ActionTaken> history) {
        for (int i = history.size() - 1; i >= 0; i--) {
            ActionTaken taken = history.get(i);
            StepName before = i == 0 ? StepName.LEAD : history.get(i - 1).step();
            if (taken.step() == step && before != step && taken.verb() != CourseVerb.REOPEN) {
                return i;
            }
        }
        return -1;
    }

    /** On the day that the order set; at once is on the day of the order. */
    private Deadline recheck(CaseFile file, @Nullable LocalDate until, Instant now, DueDates dates) {
        Instant ordered =
                file.history().get(entered(StepName.CORRECTING, file.history())).at();
        LocalDate day = until == null ? LocalDate.ofInstant(ordered, dates.zone()) : until;
        var due = new DueDate.Day(day, false);
        return new Deadline(RECHECK, due, false, due.isOver(now, dates.zone()), recheckBasis);
    }
}
