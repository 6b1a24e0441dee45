package lingdian.law.hours;

import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/** Which changes of facts affected which cafés; {@link #ANYWHERE} if that is not on record. */
public final class FactsChanges {
    public static final FactsChanges ANYWHERE = new FactsChanges(null);

    /** By café or region, the version of the newest change; null if any of them may have changed. */
    private final @Nullable Map<String, Long> newest;

    public FactsChanges(@Nullable Map<String, Long> newest) {
        this.newest = newest;
    }

    /**
     * Whether a café may have changed after {@code version}.
     *
     * @param region the café's at that version: a move is a change of the café itself
     */
    public boolean touch(PlaceCode placeCode, RegionCode region, long version) {
        return newest == null
                || after(placeCode.value(), version)
                || Level.regionsOf(region).anyMatch(area -> after(area.value(), version));
    }

    private boolean after(String area, long version) {
        return newest != null && newest.getOrDefault(area, Long.MIN_VALUE) > version;
    }
}
