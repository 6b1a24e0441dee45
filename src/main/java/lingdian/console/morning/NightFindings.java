package lingdian.console.morning;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.violation.ViolationFilter;
import lingdian.law.judge.Code;
import lingdian.office.violation.ViolationSummary;

/**
 * What was found about premises in one night, by how certain it is. What was ruled out since, or is over, is apart, so that each
 * number can be said as what it is.
 *
 * @param lines of each code, the most facts first
 * @param total of all codes
 */
record NightFindings(List<Line> lines, Line total) {
    private static final Set<String> SETTLED = Set.of(ViolationFilter.SETTLED.split(","));

    NightFindings {
        lines = List.copyOf(lines);
    }

    /** @param code empty: all of them. @param settled ruled out or over, of whatever standing */
    record Line(String code, long facts, long suspicions, long leads, long settled) {
        String factsPath(LocalDate night) {
            return path(night, "fact", ViolationFilter.STANDING);
        }

        String suspicionsPath(LocalDate night) {
            return path(night, "suspicion", ViolationFilter.STANDING);
        }

        String leadsPath(LocalDate night) {
            return path(night, "lead", ViolationFilter.STANDING);
        }

        String settledPath(LocalDate night) {
            return path(night, "", ViolationFilter.SETTLED);
        }

        private String path(LocalDate night, String standing, String steps) {
            return ViolationFilter.ofNight(night, code, standing, steps);
        }
    }

    /** Whether it was ruled out, or is over. */
    static boolean isSettled(ViolationSummary one) {
        return SETTLED.contains(one.caseStep());
    }

    static NightFindings of(List<ViolationSummary> read) {
        List<ViolationSummary> ofPremises =
                read.stream().filter(one -> !Code.countsPersons(one.code())).toList();
        var lines = new ArrayList<Line>();
        ofPremises.stream()
                .collect(Collectors.groupingBy(ViolationSummary::code, TreeMap::new, Collectors.toList()))
                .forEach((code, found) -> lines.add(line(code, found)));
        lines.sort(Comparator.comparing(Line::facts)
                .thenComparing(Line::suspicions)
                .thenComparing(Line::leads)
                .reversed());
        return new NightFindings(lines, line("", ofPremises));
    }

    /** Each code, and all of them. */
    List<Line> withTotal() {
        return Stream.concat(lines.stream(), Stream.of(total)).toList();
    }

    private static Line line(String code, List<ViolationSummary> found) {
        return new Line(
                code,
                standing(found, "fact"),
                standing(found, "suspicion"),
                standing(found, "lead"),
                found.stream().filter(NightFindings::isSettled).count());
    }

    private static long standing(List<ViolationSummary> found, String standing) {
        return found.stream()
                .filter(one -> !isSettled(one) && one.standing().equals(standing))
                .count();
    }
}
