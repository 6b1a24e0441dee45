package lingdian.record.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.law.casework.Case;
import lingdian.law.json.RulesFile;
import lingdian.law.json.ViolationSnapshot;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.Rules;
import lingdian.law.judge.Standing;
import lingdian.platform.settings.ConfigDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingComparisonTest {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final Instant KEPT_SINCE = Instant.parse("2026-07-01T00:00:00Z");
    private static final Bounds BOUNDS = new Bounds(KEPT_SINCE, Set.of());
    private final BacktestTally tally = new BacktestTally();

    /** Its first day was dropped, and the first event that is kept proves it again. */
    @Test
    void whatIsOpenForLongerThanItsRecordIsKeptIsNotCalledChanged() throws IOException {
        compare("2026-03-01T12:00:00+08:00", KEPT_SINCE.plus(Duration.ofDays(9)), "standing", "fact");
        assertThat(tally.outside()).containsExactlyEntriesOf(Map.of(UndecidableReason.EDGE, 1L));
        assertThat(tally.total(DifferenceKind.CHANGED)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:00+08:00, terminal, A99", // anything else of it was changed, too
        "2026-03-01T12:00:00+08:00, endedAt, 2026-07-20T12:00:00+08:00",
        "2026-07-05T12:00:00+08:00, standing, fact", // it began within the record
    })
    void allElseIsCalledChanged(String storedBegin, String field, String value) throws IOException {
        compare(storedBegin, KEPT_SINCE.plus(Duration.ofDays(9)), field, value);
        assertThat(tally.outside()).isEmpty();
        assertThat(tally.total(DifferenceKind.CHANGED)).isEqualTo(1);
    }

    private void compare(String storedBegin, Instant foundBegin, String field, String value) throws IOException {
        Rules rules =
                ConfigDirectory.find(null).read("rules.yaml", RulesFile.class).toRules();
        var matter = new Finding.Matter(
                Finding.id(Code.OPERATION_SUSPENDED, CAFE, "x"),
                Code.OPERATION_SUSPENDED,
                CAFE,
                CAFE.county(),
                rules.version(),
                null,
                null,
                null,
                null,
                false);
        var found = new Finding(matter, Standing.FACT, foundBegin, foundBegin, null, null, List.of(), null);
        var stored = (ObjectNode)
                FindingComparison.parse(ViolationSnapshot.of(found, rules, ChinaTime.ZONE, new Case.New()));
        stored.put("startedAt", storedBegin).put(field, value);
        var comparison = new FindingComparison(Rulebook.of(rules), Set.of("detectedAt"), tally, (cell, one) -> {});
        comparison.compare(
                new HashMap<>(Map.of(found.id(), stored)),
                Map.of(found.id(), found),
                new FindingComparison.Writing(CAFE.county(), ChinaTime.ZONE),
                BOUNDS);
    }
}
