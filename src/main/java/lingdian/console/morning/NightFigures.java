package lingdian.console.morning;

import java.util.Map;
import java.util.stream.Collectors;
import lingdian.office.figures.HourFigures;
import lingdian.office.figures.HourFigures.ViolationHour;

/**
 * How many violations of each code about premises began in one night.
 *
 * @param heard whether any café sent anything in it: where none did, no violations are not zero violations
 */
record NightFigures(Map<String, Long> byCode, long overtimeMinutes, boolean heard) {
    private static final long SECONDS_A_MINUTE = 60;

    NightFigures {
        byCode = Map.copyOf(byCode);
    }

    static NightFigures of(HourFigures figures, NightSpan night) {
        var violations = figures.violations().stream()
                .filter(one -> night.has(one.day(), one.hour()))
                .toList();
        return new NightFigures(
                violations.stream()
                        .collect(Collectors.groupingBy(
                                ViolationHour::code, Collectors.summingLong(ViolationHour::violations))),
                violations.stream().mapToLong(ViolationHour::overtimeSeconds).sum() / SECONDS_A_MINUTE,
                !violations.isEmpty()
                        || figures.premises().stream()
                                .anyMatch(one -> night.has(one.day(), one.hour()) && one.heartbeats() > 0));
    }

    long of(String code) {
        return byCode.getOrDefault(code, 0L);
    }

    long all() {
        return byCode.values().stream().mapToLong(one -> one).sum();
    }
}
