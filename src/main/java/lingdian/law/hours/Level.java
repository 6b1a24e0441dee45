package lingdian.law.hours;

import java.util.stream.Stream;

/**
 * How near to a café the authority stands that fixed its hours, nearest first: a nearer level goes before a farther one
 * (handbook, hours.md#what-is-in-force).
 */
public enum Level {
    CAFE,
    COUNTY,
    CITY,
    PROVINCE;

    /** The codes of a county, its city and its province, nearest first: whoever fixed hours for one of them fixed them for its cafés. */
    public static Stream<String> regionsOf(String county) {
        return Stream.of(county, county.substring(0, 4) + "00", county.substring(0, 2) + "0000")
                .distinct();
    }

    /**
     * The level that a GB/T 2260 code names: {@code 360481} a county, {@code 360400} a city, {@code 360000} a province.
     *
     * @throws IllegalArgumentException where it names none of them
     */
    public static Level ofRegion(String code) {
        if (code.length() != 6 || !code.chars().allMatch(c -> c >= '0' && c <= '9') || code.startsWith("00")) {
            throw new IllegalArgumentException("expected the six digits of a county, city or province");
        }
        if (code.endsWith("0000")) {
            return PROVINCE;
        }
        return code.endsWith("00") ? CITY : COUNTY;
    }
}
