package lingdian.domain.region;

import java.util.Collection;
import java.util.Set;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The part of the data that a reader may see: one authority, one region and below, or an operator's cafés. Nothing
 * outside is visible, by list, by id, by feed or by count (handbook, law.md#who-may-see-what).
 *
 * @param authority null if the reader has none (an operator)
 * @param region with all regions below it
 * @param cafes those of an operator, who sees nothing else; empty: every one of the region
 */
public record Scope(@Nullable Authority authority, RegionCode region, Set<PlaceCode> cafes) {
    public Scope {
        cafes = Set.copyOf(cafes);
    }

    /** Whether the reader is an operator, who sees their own cafés and nothing of an officer's work. */
    public boolean isOperators() {
        return !cafes.isEmpty();
    }

    /** Whether a violation at this place, for these authorities, may be seen. */
    public boolean covers(PlaceCode cafe, RegionCode cafeRegion, Collection<Authority> authorities) {
        return coversCafe(cafe, cafeRegion) && (authority == null || authorities.contains(authority));
    }

    /** Whether the café itself may be seen. */
    public boolean coversCafe(PlaceCode cafe, RegionCode cafeRegion) {
        return (cafes.isEmpty() || cafes.contains(cafe)) && region.covers(cafeRegion);
    }

    /**
     * Whether evidence of another café may be seen beside a violation. An operator of several cafés sees each violation
     * as an operator of its café alone does: where else its guest was is nothing that a café may learn.
     *
     * @param other not the violation's own café
     */
    public boolean coversBeside(PlaceCode other, RegionCode otherRegion) {
        return cafes.isEmpty() && coversCafe(other, otherRegion);
    }
}
