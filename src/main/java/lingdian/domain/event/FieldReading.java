package lingdian.domain.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Takes typed values out of a JSON object, or names the first unfit one. An optional null counts as absent. */
final class FieldReading {
    /** The greatest integer that every JSON reader represents exactly. */
    static final long INTEGER_MAX = (1L << 53) - 1;

    private static final int INTEGER_DIGITS_MAX = 16;

    private FieldReading() {}

    static String string(Json.Fields fields, String name, String path) throws Unfit {
        if (fields.get(name) instanceof Json.Text(String value)) {
            return value;
        }
        throw new Unfit(path, "expected a string");
    }

    /** A string of at most {@code max} characters, which are Unicode code points. */
    static String string(Json.Fields fields, String name, String path, int max) throws Unfit {
        String value = string(fields, name, path);
        if (value.length() > max && value.codePointCount(0, value.length()) > max) {
            throw new Unfit(path, "expected at most " + max + " characters");
        }
        return value;
    }

    static @Nullable String optionalString(Json.Fields fields, String name, String path) throws Unfit {
        return fields.get(name) == Json.Literal.NULL ? null : string(fields, name, path);
    }

    static @Nullable String optionalString(Json.Fields fields, String name, String path, int max) throws Unfit {
        return fields.get(name) == Json.Literal.NULL ? null : string(fields, name, path, max);
    }

    static boolean flag(Json.Fields fields, String name, String path) throws Unfit {
        Json value = fields.get(name);
        if (value != Json.Literal.TRUE && value != Json.Literal.FALSE) {
            throw new Unfit(path, "expected true or false");
        }
        return value == Json.Literal.TRUE;
    }

    static boolean optionalFlag(Json.Fields fields, String name, String path) throws Unfit {
        return fields.get(name) != Json.Literal.NULL && flag(fields, name, path);
    }

    static Instant instant(Json.Fields fields, String name, String path) throws Unfit {
        if (fields.get(name) instanceof Json.Text(String value)) {
            return Rfc3339.parse(value).orElseThrow(() -> notAnInstant(path));
        }
        throw notAnInstant(path);
    }

    static @Nullable Instant optionalInstant(Json.Fields fields, String name, String path) throws Unfit {
        return fields.get(name) == Json.Literal.NULL ? null : instant(fields, name, path);
    }

    static UUID uuid(Json.Fields fields, String name, String path) throws Unfit {
        return WireText.uuid(string(fields, name, path))
                .orElseThrow(() -> new Unfit(path, "expected a UUID of 8-4-4-4-12 hexadecimal digits"));
    }

    /**
     * An integer of {@code min} to {@code max}, however it is spelled: {@code 1.0} and {@code 1e0} are the integer 1, as
     * in JSON Schema.
     */
    static long integer(Json.Fields fields, String name, String path, long min, long max) throws Unfit {
        if (fields.get(name) instanceof Json.Numeral(String spelling, boolean integer)) {
            OptionalLong value = integer && spelling.length() <= INTEGER_DIGITS_MAX
                    ? OptionalLong.of(Long.parseLong(spelling))
                    : otherwiseSpelled(spelling);
            if (value.isPresent() && value.getAsLong() >= min && value.getAsLong() <= max) {
                return value.getAsLong();
            }
        }
        throw new Unfit(path, "expected an integer of " + min + " to " + max);
    }

    /** Empty for what is no integer of at most {@link #INTEGER_DIGITS_MAX} digits. */
    private static OptionalLong otherwiseSpelled(String spelling) {
        try {
            BigDecimal value = new BigDecimal(spelling).stripTrailingZeros();
            boolean fits = value.scale() <= 0 && (long) value.precision() - value.scale() <= INTEGER_DIGITS_MAX;
            return fits ? OptionalLong.of(value.longValueExact()) : OptionalLong.empty();
        } catch (ArithmeticException | NumberFormatException hugeExponent) {
            return OptionalLong.empty();
        }
    }

    private static Unfit notAnInstant(String path) {
        return new Unfit(path, "expected an RFC 3339 date-time with an offset");
    }
}
