package lingdian.console.morning;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.law.judge.Code;
import lingdian.office.violation.ViolationSummary;
import org.jspecify.annotations.Nullable;

/**
 * A café that went silent in the night.
 *
 * @param since when it was heard last
 * @param until when it was heard again; null where it was not
 */
record SilentCafe(
        String placeCode,
        String name,
        String violation,
        OffsetDateTime since,
        @Nullable OffsetDateTime until) {
    private static final Set<String> CODES = Set.of(Code.MEASURES_STOPPED.name(), Code.AGENT_ABSENT.name());

    static List<SilentCafe> of(List<ViolationSummary> night) {
        return night.stream()
                .filter(one -> CODES.contains(one.code()))
                .map(SilentCafe::one)
                .toList();
    }

    private static SilentCafe one(ViolationSummary violation) {
        return new SilentCafe(
                violation.placeCode(),
                violation.placeCode(),
                "/violations/" + violation.id(),
                violation.period().startedAt(),
                violation.period().endedAt());
    }

    SilentCafe named(Map<String, String> names) {
        return new SilentCafe(placeCode, names.getOrDefault(placeCode, placeCode), violation, since, until);
    }

    boolean isSilent() {
        return until == null;
    }
}
