package lingdian.record.backtest;

import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The replay of one café's whole record, compared with its stored findings.
 *
 * @param outside findings that a replay of one café cannot decide
 * @param different all differences
 * @param disputes the first differences, as there may be as many as findings
 * @param unreadable what kept the record from being replayed; null if it was replayed
 */
public record SampleResult(
        PlaceCode placeCode,
        RegionCode region,
        long same,
        long outside,
        long different,
        List<Dispute> disputes,
        @Nullable String unreadable) {

    /**
     * A finding whose stored form differs from the one found now.
     *
     * @param difference added (it is not stored), removed (it is not found now), changed
     * @param fields that differ
     */
    public record Dispute(String id, String code, String difference, List<String> fields) {
        public Dispute {
            fields = List.copyOf(fields);
        }

        static Dispute of(BacktestTally.Cell cell, Difference difference) {
            return new Dispute(
                    difference.text("id"), cell.code(), difference.kind().word(), difference.fields());
        }
    }

    public SampleResult {
        disputes = List.copyOf(disputes);
    }

    static SampleResult of(HistorySampleStore.Place place, BacktestTally tally, List<Dispute> disputes) {
        long different = tally.total(DifferenceKind.ADDED)
                + tally.total(DifferenceKind.REMOVED)
                + tally.total(DifferenceKind.CHANGED);
        return new SampleResult(
                place.placeCode(),
                place.region(),
                tally.total(DifferenceKind.SAME),
                tally.total(DifferenceKind.OUTSIDE),
                different,
                disputes,
                null);
    }

    static SampleResult unreadable(HistorySampleStore.Place place, Exception why) {
        return new SampleResult(
                place.placeCode(),
                place.region(),
                0,
                0,
                0,
                List.of(),
                why.getClass().getSimpleName());
    }
}
