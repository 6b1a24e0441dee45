package lingdian.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The code of licensed premises (场所编码): six digits of the county that licensed them, {@code 10} for an internet café,
 * and a number of six digits.
 */
public record PlaceCode(@JsonValue String value) implements Comparable<PlaceCode> {
    private static final int DIGITS = 14;

    /** @throws IllegalArgumentException where the text is no such code; the message does not repeat it */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PlaceCode {
        if (!isCode(value)) {
            throw new IllegalArgumentException("expected a place code");
        }
    }

    /** The code that a text is; empty where it is none. */
    public static Optional<PlaceCode> find(@Nullable String text) {
        return text != null && isCode(text) ? Optional.of(new PlaceCode(text)) : Optional.empty();
    }

    /** For a column or a parameter that may be absent. */
    public static @Nullable PlaceCode orNull(@Nullable String text) {
        return text == null ? null : new PlaceCode(text);
    }

    /** The county that licensed it. It may belong to another one since. */
    public RegionCode county() {
        return new RegionCode(value.substring(0, RegionCode.DIGITS));
    }

    private static boolean isCode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() == DIGITS && text.startsWith("10", RegionCode.DIGITS);
    }

    @Override
    public int compareTo(PlaceCode other) {
        return value.compareTo(other.value);
    }

    /** The digits, as logs and keys of JSON write them. */
    @Override
    public String toString() {
        return value;
    }
}
