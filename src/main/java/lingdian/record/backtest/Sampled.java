package lingdian.record.backtest;

import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What the replay of one café's whole record came to, set against the findings that are stored of it.
 *
 * @param outside findings of which a replay of one café can say nothing
 * @param different all that were found otherwise
 * @param disputes which they are, the first of them: there may be as many as findings
 * @param unreadable what kept the record from being replayed; null where nothing did
 */
public record Sampled(
        PlaceCode placeCode,
        RegionCode region,
        long same,
        long outside,
        long different,
        List<Dispute> disputes,
        @Nullable String unreadable) {

    /**
     * A finding that is stored otherwise than it is found now.
     *
     * @param difference added (it is not stored), removed (it is not found now), changed
     * @param fields that differ
     */
    public record Dispute(String id, String code, String difference, List<String> fields) {
        public Dispute {
            fields = List.copyOf(fields);
        }

        static Dispute of(Tally.Cell cell, Difference difference) {
            return new Dispute(
                    difference.text("id"), cell.code(), difference.kind().word(), difference.fields());
        }
    }

    public Sampled {
        disputes = List.copyOf(disputes);
    }

    static Sampled of(HistorySampleStore.Place place, Tally tally, List<Dispute> disputes) {
        long different = tally.total(Kind.ADDED) + tally.total(Kind.REMOVED) + tally.total(Kind.CHANGED);
        return new Sampled(
                place.placeCode(),
                place.region(),
                tally.total(Kind.SAME),
                tally.total(Kind.OUTSIDE),
                different,
                disputes,
                null);
    }

    static Sampled unreadable(HistorySampleStore.Place place, Exception why) {
        return new Sampled(
                place.placeCode(),
                place.region(),
                0,
                0,
                0,
                List.of(),
                why.getClass().getSimpleName());
    }
}
