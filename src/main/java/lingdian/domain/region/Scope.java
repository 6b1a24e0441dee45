package lingdian.domain.region;

import java.util.Collection;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The part of the data that a reader may see: one authority, one region and below, or one café. Nothing outside is
 * visible, by list, by id, by feed or by count (handbook, law.md#who-may-see-what).
 *
 * @param authority null if the reader has none (an operator)
 * @param region with all regions below it
 * @param placeCode the one café that the reader may see, or null
 */
public record Scope(
        @Nullable Authority authority,
        RegionCode region,
        @Nullable PlaceCode placeCode) {
    /** Whether a violation at this place, for these authorities, may be seen. */
    public boolean covers(PlaceCode cafe, RegionCode cafeRegion, Collection<Authority> authorities) {
        return coversCafe(cafe, cafeRegion) && (authority == null || authorities.contains(authority));
    }

    /** Whether the café itself may be seen. */
    public boolean coversCafe(PlaceCode cafe, RegionCode cafeRegion) {
        return (placeCode == null || placeCode.equals(cafe)) && region.covers(cafeRegion);
    }
}
