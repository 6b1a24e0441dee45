package lingdian.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The code of an administrative division (行政区划, GB/T 2260): six digits. In a scope or a filter its trailing zeros, in
 * pairs, are wildcards (handbook, glossary.md#regions-as-scopes).
 *
 * <p>Rights, filters and rules all decide here what a code covers, so that it has one meaning.
 */
public record RegionCode(@JsonValue String value) {
    public static final int DIGITS = 6;

    /** Covers every region. */
    public static final RegionCode COUNTRY = new RegionCode("000000");

    /** @throws IllegalArgumentException if the text is not six digits; the message does not repeat it */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RegionCode {
        if (!isCode(value)) {
            throw new IllegalArgumentException("a region is a code of six digits");
        }
    }

    /** The code in a text; empty if it is not one. */
    public static Optional<RegionCode> find(@Nullable String text) {
        return text != null && isCode(text) ? Optional.of(new RegionCode(text)) : Optional.empty();
    }

    /** For a column or a parameter that may be absent. */
    public static @Nullable RegionCode orNull(@Nullable String text) {
        return text == null ? null : new RegionCode(text);
    }

    /** Whether this region covers a county: {@code 360400} every {@code 3604xx}, {@code 000000} all. */
    public boolean covers(RegionCode county) {
        return county.value.regionMatches(0, value, 0, prefixLength());
    }

    /** Every code that covers this one, itself included. */
    public List<RegionCode> covering() {
        return Stream.of(DIGITS, 4, 2, 0)
                .map(length -> new RegionCode(value.substring(0, length) + "0".repeat(DIGITS - length)))
                .distinct()
                .toList();
    }

    /** The part before the wildcards: 0, 2, 4 or 6 digits. */
    public String prefix() {
        return value.substring(0, prefixLength());
    }

    /** The greatest code of a region covered by this one; the smallest is its own. */
    public RegionCode last() {
        return new RegionCode(prefix() + "9".repeat(DIGITS - prefixLength()));
    }

    private int prefixLength() {
        int length = DIGITS;
        while (length >= 2 && value.startsWith("00", length - 2)) {
            length -= 2;
        }
        return length;
    }

    private static boolean isCode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() == DIGITS;
    }

    /** The digits, for logs and JSON keys. */
    @Override
    public String toString() {
        return value;
    }
}
