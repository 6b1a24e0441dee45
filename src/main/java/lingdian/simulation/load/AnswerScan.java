package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Reads the members {@code type}, {@code seq} and {@code allow} of a server's message in place, in any order of
 * members.
 *
 * <p>Tens of thousands of verdicts arrive per second; an object for each would be the generator's greatest cost.
 */
final class AnswerScan {
    private static final byte[] TYPE = "type".getBytes(US_ASCII);
    private static final byte[] SEQ = "seq".getBytes(US_ASCII);
    private static final byte[] ALLOW = "allow".getBytes(US_ASCII);
    private static final byte[] ACK = "ack".getBytes(US_ASCII);
    private static final byte[] VERDICT = "verdict".getBytes(US_ASCII);
    private static final byte[] REJECT = "reject".getBytes(US_ASCII);
    private static final byte[] WELCOME = "welcome".getBytes(US_ASCII);
    private static final byte[] NOTICE = "notice".getBytes(US_ASCII);

    private byte[] bytes = new byte[0];
    private int at;
    private int to;
    private Kind kind = Kind.MALFORMED;
    private long seq;
    private boolean allow;

    /** The type of a message. */
    enum Kind {
        ACK,
        VERDICT,
        REJECT,
        WELCOME,
        NOTICE,
        /** A later version of the service may send more types. */
        OTHER,
        MALFORMED
    }

    /** Reads a message. */
    Kind scan(byte[] message) {
        bytes = message;
        at = 0;
        to = message.length;
        kind = Kind.OTHER;
        seq = -1;
        allow = false;
        if (!members() || (kind != Kind.OTHER && kind != Kind.WELCOME && kind != Kind.NOTICE && seq < 0)) {
            kind = Kind.MALFORMED;
        }
        return kind;
    }

    /** The number of the event; −1 if there is none. */
    long seq() {
        return seq;
    }

    /** Whether a verdict allows. */
    boolean allow() {
        return allow;
    }

    private boolean members() {
        if (next() != '{') {
            return false;
        }
        int then = next();
        if (then == '}') {
            return true;
        }
        while (then == '"') {
            int nameFrom = at;
            if (!skipText()) {
                return false;
            }
            int nameTo = at - 1;
            if (next() != ':' || !value(nameFrom, nameTo)) {
                return false;
            }
            then = next();
            if (then == '}') {
                return true;
            }
            then = then == ',' ? next() : 0;
        }
        return false;
    }

    private boolean value(int nameFrom, int nameTo) {
        int first = next();
        int from = at;
        if (!skipValue(first)) {
            return false;
        }
        if (is(TYPE, nameFrom, nameTo) && first == '"') {
            kind = kind(from, at - 1);
        } else if (is(SEQ, nameFrom, nameTo)) {
            seq = number(from - 1, at);
        } else if (is(ALLOW, nameFrom, nameTo)) {
            allow = first == 't';
        }
        return true;
    }

    private Kind kind(int from, int end) {
        if (is(VERDICT, from, end)) {
            return Kind.VERDICT;
        }
        if (is(ACK, from, end)) {
            return Kind.ACK;
        }
        if (is(REJECT, from, end)) {
            return Kind.REJECT;
        }
        if (is(WELCOME, from, end)) {
            return Kind.WELCOME;
        }
        return is(NOTICE, from, end) ? Kind.NOTICE : Kind.OTHER;
    }

    private boolean is(byte[] word, int from, int end) {
        return Arrays.equals(bytes, from, end, word, 0, word.length);
    }

    private long number(int from, int end) {
        long number = 0;
        for (int i = from; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > Long.MAX_VALUE / 10 - 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Skips the value that begins with {@code first}, which has been consumed. */
    private boolean skipValue(int first) {
        return switch (first) {
            case '"' -> skipText();
            case '{', '[' -> skipNested();
            case 0 -> false;
            default -> skipWord();
        };
    }

    private boolean skipText() {
        while (at < to) {
            byte character = bytes[at++];
            if (character == '"') {
                return true;
            }
            if (character == '\\') {
                at++;
            }
        }
        return false;
    }

    private boolean skipNested() {
        int depth = 1;
        while (depth > 0 && at < to) {
            switch (bytes[at++]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    if (!skipText()) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return depth == 0;
    }

    /** A number, true, false or null. */
    private boolean skipWord() {
        while (at < to && Character.isLetterOrDigit(bytes[at])
                || at < to && (bytes[at] == '.' || bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        return true;
    }

    /** Consumes the next character that is not whitespace; 0 at the end. */
    private int next() {
        while (at < to) {
            byte character = bytes[at++];
            if (character > ' ' || character < 0) {
                return character;
            }
        }
        return 0;
    }
}
