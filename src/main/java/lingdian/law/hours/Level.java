package lingdian.law.hours;

import java.util.stream.Stream;
import lingdian.domain.RegionCode;

/**
 * How near to a café the authority is that set its hours, nearest first: a nearer level takes precedence over a farther
 * one (handbook, hours.md#what-is-in-force).
 */
public enum Level {
    CAFE,
    COUNTY,
    CITY,
    PROVINCE;

    /** The requirement for a code that names a level. */
    public static final String EXPECTED = "expected the six digits of a county, city or province";

    /**
     * The codes of a county, its city and its province, nearest first: hours set for any of them apply to the county's
     * cafés.
     */
    public static Stream<RegionCode> regionsOf(RegionCode county) {
        return Stream.of(
                        county,
                        new RegionCode(county.value().substring(0, 4) + "00"),
                        new RegionCode(county.value().substring(0, 2) + "0000"))
                .distinct();
    }

    /**
     * The level that a GB/T 2260 code names: {@code 360481} a county, {@code 360400} a city, {@code 360000} a province.
     *
     * @throws IllegalArgumentException if it names none of them
     */
    public static Level ofRegion(RegionCode code) {
        if (code.value().startsWith("00")) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (code.value().endsWith("0000")) {
            return PROVINCE;
        }
        return code.value().endsWith("00") ? CITY : COUNTY;
    }
}
