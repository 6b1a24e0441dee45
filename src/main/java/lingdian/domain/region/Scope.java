package lingdian.domain.region;

import java.util.Collection;
import lingdian.domain.Authority;
import org.jspecify.annotations.Nullable;

/**
 * What a reader may see: one authority, one region and below, or one café. Nothing outside is visible, by list, by id,
 * by feed or by count (handbook, law.md#who-may-see-what).
 *
 * @param authority null where the reader is bound to none (an operator)
 * @param region a GB/T 2260 code whose trailing zeros (pairwise) are wildcards; {@code 000000} covers all
 * @param placeCode the one café that the reader may see, or null
 */
public record Scope(
        @Nullable Authority authority,
        String region,
        @Nullable String placeCode) {
    /** Whether a violation at this place, for these authorities, may be seen. */
    public boolean covers(String cafe, String cafeRegion, Collection<Authority> authorities) {
        return coversCafe(cafe, cafeRegion) && (authority == null || authorities.contains(authority));
    }

    /** Whether the café itself may be seen. */
    public boolean coversCafe(String cafe, String cafeRegion) {
        return (placeCode == null || placeCode.equals(cafe)) && regionCovers(region, cafeRegion);
    }

    /** Whether {@code region} as a scope or filter covers {@code county} (handbook, glossary.md#regions-as-scopes). */
    public static boolean regionCovers(String region, String county) {
        return RegionCode.covers(region, county);
    }

    /** The part of a region code before its wildcards: 0, 2, 4 or 6 digits. */
    public static String prefix(String region) {
        return RegionCode.prefix(region);
    }
}
