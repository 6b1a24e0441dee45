package lingdian.domain.event;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;

/**
 * The canonical spelling of a parsed JSON value: two texts have equal bytes exactly if their parsed contents are equal.
 *
 * <p>Names are sorted by UTF-16 code units, without white space, in UTF-8. Strings escape only quote, backslash,
 * control characters and lone surrogates, which UTF-8 cannot encode. Numbers are equal by value: {@code 1}, {@code 1.0}
 * and {@code 10e-1} are all {@code 1}, and −0 is 0.
 */
final class CanonicalJson {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** Up to this many zeros are written out; more are spelled with an exponent, so that 1e999999999 stays short. */
    private static final int ZEROS_MAX = 20;

    private byte[] bytes;
    private int length;

    private CanonicalJson(int expected) {
        bytes = new byte[Math.max(32, expected)];
    }

    /** @param expected its approximate length in bytes */
    static byte[] of(Json value, int expected) {
        var canonical = new CanonicalJson(expected);
        canonical.write(value);
        return Arrays.copyOf(canonical.bytes, canonical.length);
    }

    private void write(Json value) {
        switch (value) {
            case Json.Text text -> string(text.value());
            case Json.Numeral numeral -> numeral(numeral);
            case Json.Literal literal -> literal(literal);
            case Json.Array array -> array(array);
            case Json.Fields fields -> fields(fields);
        }
    }

    private void fields(Json.Fields fields) {
        char before = '{';
        for (Map.Entry<String, Json> member : fields.members().entrySet()) {
            put(before);
            string(member.getKey());
            put(':');
            write(member.getValue());
            before = ',';
        }
        if (before == '{') {
            put('{');
        }
        put('}');
    }

    private void array(Json.Array array) {
        char before = '[';
        for (Json element : array.elements()) {
            put(before);
            write(element);
            before = ',';
        }
        if (before == '[') {
            put('[');
        }
        put(']');
    }

    private void literal(Json.Literal literal) {
        ascii(
                switch (literal) {
                    case TRUE -> "true";
                    case FALSE -> "false";
                    case NULL -> "null";
                });
    }

    private void string(String text) {
        put('"');
        int size = text.length();
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                put(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < size && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                fourBytes(Character.toCodePoint(c, text.charAt(i)));
            } else {
                other(c);
            }
        }
        put('"');
    }

    private void other(char c) {
        if (c == '"' || c == '\\') {
            put('\\');
            put(c);
        } else if (c < ' ' || Character.isSurrogate(c)) {
            escape(c);
        } else if (c < 0x800) {
            put(0xC0 | c >> 6);
            put(0x80 | c & 0x3F);
        } else {
            put(0xE0 | c >> 12);
            put(0x80 | c >> 6 & 0x3F);
            put(0x80 | c & 0x3F);
        }
    }

    private void escape(char c) {
        ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX[c >> shift & 0xF]);
        }
    }

    private void fourBytes(int codePoint) {
        put(0xF0 | codePoint >> 18);
        put(0x80 | codePoint >> 12 & 0x3F);
        put(0x80 | codePoint >> 6 & 0x3F);
        put(0x80 | codePoint & 0x3F);
    }

    private void numeral(Json.Numeral numeral) {
        String spelling = numeral.spelling();
        boolean plain = numeral.integer() && spelling.length() <= ZEROS_MAX && !spelling.equals("-0");
        ascii(plain ? spelling : normalised(spelling));
    }

    /** Works on the digits alone, so that its cost depends on the spelling and not on the value. */
    private static String normalised(String spelling) {
        boolean negative = spelling.charAt(0) == '-';
        int exponentAt = Math.max(spelling.indexOf('e'), spelling.indexOf('E'));
        String mantissa = spelling.substring(negative ? 1 : 0, exponentAt < 0 ? spelling.length() : exponentAt);
        int point = mantissa.indexOf('.');
        int fraction = point < 0 ? 0 : mantissa.length() - point - 1;
        String digits = point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
        int from = firstNonZero(digits);
        if (from == digits.length()) {
            return "0";
        }
        int to = lastNonZero(digits) + 1;
        BigInteger exponent = (exponentAt < 0 ? BigInteger.ZERO : exponent(spelling.substring(exponentAt + 1)))
                .add(BigInteger.valueOf((long) digits.length() - to - fraction));
        return (negative ? "-" : "") + digits.substring(from, to) + suffix(exponent);
    }

    private static BigInteger exponent(String spelling) {
        return new BigInteger(spelling); // at most a thousand digits, with or without a sign
    }

    private static String suffix(BigInteger exponent) {
        if (exponent.signum() >= 0 && exponent.bitLength() < 8 && exponent.intValue() <= ZEROS_MAX) {
            return "0".repeat(exponent.intValue());
        }
        return "e" + exponent;
    }

    private static int firstNonZero(String digits) {
        int at = 0;
        while (at < digits.length() && digits.charAt(at) == '0') {
            at++;
        }
        return at;
    }

    private static int lastNonZero(String digits) {
        int at = digits.length() - 1;
        while (digits.charAt(at) == '0') {
            at--;
        }
        return at;
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
    }
}
