package lingdian.domain.region;

/**
 * Region codes as scopes and filters (handbook, glossary.md#regions-as-scopes). Pure.
 *
 * <p>In one place, because rights, filters and rules must mean the same by a code.
 */
public final class RegionCode {
    public static final int DIGITS = 6;

    private RegionCode() {}

    /** Whether {@code region} covers {@code county}: {@code 360400} every {@code 3604xx}, {@code 000000} all. */
    public static boolean covers(String region, String county) {
        return county.startsWith(prefix(region));
    }

    /** The part of a code before its wildcards, which are zeros in pairs: 0, 2, 4 or 6 digits. */
    public static String prefix(String region) {
        int length = region.length();
        while (length >= 2 && region.startsWith("00", length - 2)) {
            length -= 2;
        }
        return region.substring(0, length);
    }
}
