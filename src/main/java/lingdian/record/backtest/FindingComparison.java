package lingdian.record.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.casework.Case;
import lingdian.law.json.ViolationSnapshot;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.RuleState;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.Rules;
import lingdian.platform.text.Rfc3339;
import lingdian.record.backtest.BacktestTally.Cell;
import org.jspecify.annotations.Nullable;

/** Compares the findings with the stored ones, one by one. */
final class FindingComparison {
    /** What its first events decide. */
    private static final Set<String> OF_ITS_BEGINNING = Set.of("startedAt", "evidence");

    private final Rulebook rulebook;
    private final Set<String> ignored;
    private final BacktestTally tally;
    private final BiConsumer<Cell, Difference> differences;

    /**
     * @param ignored the fields that are not compared
     * @param differences receives every difference
     */
    FindingComparison(
            Rulebook rulebook, Set<String> ignored, BacktestTally tally, BiConsumer<Cell, Difference> differences) {
        this.rulebook = rulebook;
        this.ignored = ignored;
        this.tally = tally;
        this.differences = differences;
    }

    /**
     * What a café's findings are written with: its present region and time zone. A café that moves to another county takes
     * them along, those that ended long ago too.
     */
    record Writing(RegionCode region, ZoneId zone) {
        private JsonNode of(Finding finding, Rules rules) {
            JsonNode written = parse(ViolationSnapshot.of(finding, rules, zone, new Case.New()));
            return ((ObjectNode) written).put("region", region.value());
        }
    }

    /**
     * Compares the findings of one café.
     *
     * @param stored is emptied
     */
    void compare(Map<ViolationId, JsonNode> stored, Map<ViolationId, Finding> found, Writing writing, Bounds bounds) {
        found.forEach((id, finding) -> compare(stored.remove(id), finding, writing, bounds));
        Map<ViolationId, JsonNode> left = new HashMap<>(stored);
        stored.clear();
        left.values().forEach(one -> missing(one, bounds));
    }

    /** Compares one finding, stored or not. A disabled rule has no findings. */
    void compare(@Nullable JsonNode stored, Finding finding, Writing writing, Bounds bounds) {
        Rules rules = rulebook.of(finding);
        if (rules.state(finding) != RuleState.DISABLED) {
            JsonNode now = writing.of(finding, rules);
            UndecidableReason outside = bounds.outside(finding.id(), finding.startedAt());
            if (outside == null && stored != null && goesOnFromBefore(stored, now, bounds)) {
                outside = UndecidableReason.EDGE;
            }
            count(stored, now, outside);
        } else if (stored != null) {
            missing(stored, bounds);
        }
    }

    /**
     * Whether a finding began before the kept record, as what is open for months does, and is found again from the first event that is
     * kept. All else is compared, so nothing else of it is changed without being seen.
     */
    private boolean goesOnFromBefore(JsonNode stored, JsonNode now, Bounds bounds) {
        return bounds.outside(ViolationId.of(stored.path("id").asText()), startedAt(stored)) == UndecidableReason.EDGE
                && OF_ITS_BEGINNING.containsAll(
                        Difference.of(stored, now, ignored).fields());
    }

    private void count(@Nullable JsonNode stored, JsonNode now, @Nullable UndecidableReason outside) {
        if (outside != null) {
            outside(stored == null ? now : stored, outside);
        } else {
            count(Difference.of(stored, now, ignored));
        }
    }

    /** A finding that is stored and was not found. */
    void missing(JsonNode stored, Bounds bounds) {
        Code code = code(stored);
        ViolationId id = ViolationId.of(stored.path("id").asText());
        UndecidableReason outside =
                code == null ? UndecidableReason.UNKNOWN_CODE : bounds.outside(id, startedAt(stored));
        if (outside != null) {
            outside(stored, outside);
        } else {
            count(Difference.of(stored, null, ignored));
        }
    }

    private static @Nullable Code code(JsonNode stored) {
        String name = stored.path("code").asText();
        for (Code code : Code.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }

    static JsonNode parse(String snapshot) {
        try {
            return CafeJson.JSON.readTree(snapshot);
        } catch (JsonProcessingException e) {
            e.clearLocation(); // it would quote the text
            throw new IllegalStateException("a violation is not JSON", e);
        }
    }

    private void count(Difference difference) {
        Cell cell = cell(difference.text("code"), difference.text("region"), difference.text("placeCode"));
        tally.count(cell, difference.kind(), 1);
        if (difference.kind() != DifferenceKind.SAME) {
            differences.accept(cell, difference);
        }
    }

    void outside(JsonNode one, UndecidableReason why) {
        tally.outside(why, 1);
        tally.count(
                cell(
                        one.path("code").asText(),
                        one.path("region").asText(),
                        one.path("placeCode").asText()),
                DifferenceKind.OUTSIDE,
                1);
    }

    private static Cell cell(String code, String region, String placeCode) {
        return new Cell(code, region, placeCode);
    }

    private static Instant startedAt(JsonNode stored) {
        return Rfc3339.parse(stored.path("startedAt").asText())
                .orElseThrow(() -> new IllegalStateException("a violation has no beginning"));
    }
}
