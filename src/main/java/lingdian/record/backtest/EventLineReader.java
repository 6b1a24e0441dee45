package lingdian.record.backtest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the line of an event as {@link HistoryWriter} writes it: fields in its order, no space, no escaped character.
 *
 * <p>Nearly every line of a history is one, and comparing its bytes with what is expected takes a fraction of a parser's
 * time. Whatever else a line contains is left to {@link RecordedEventReader}, which reads any JSON.
 */
final class EventLineReader {
    private static final byte[] EVENT = bytes("{\"event\":");
    private static final byte[] STREAM = bytes(",\"stream\":");
    private static final byte[] SEQ = bytes(",\"seq\":");
    private static final byte[] RECEIVED = bytes(",\"received\":");
    private static final byte[] AT = bytes(",\"at\":");
    private static final byte[] SENT = bytes(",\"sent\":");
    private static final byte[] SESSION = bytes(",\"session\":");
    private static final byte[] TERMINAL = bytes(",\"terminal\":");
    private static final byte[] PERSON = bytes(",\"person\":");
    private static final byte[] READ = bytes(",\"read\":");
    private static final byte[] AGE = bytes(",\"age\":");
    private static final byte[] REASON = bytes(",\"reason\":");
    private static final byte[] ADMITTED = bytes(",\"admitted\":true");
    private static final byte[] DUPLICATE = bytes(",\"duplicate\":true");
    private static final byte[] RELEASE = bytes(",\"release\":");
    private static final byte[] REASONS = bytes(",\"reasons\":");
    private static final byte[] IN_USE = bytes(",\"inUse\":");
    private static final byte[] POWERED = bytes(",\"powered\":");
    private static final byte[] WITNESSED = bytes(",\"witnessed\":");

    /** A number of so many digits fits into a long. */
    private static final int DIGITS_MAX = 18;

    private static final int[] UUID_PARTS = {8, 4, 4, 4, 12};

    private final HistoryBytes bytes;
    private final EventFields fields;
    private final KnownTexts known = new KnownTexts();

    private byte[] window = {};
    private int position;
    /** Whether anything else was found than what is expected. */
    private boolean other;

    EventLineReader(HistoryBytes bytes, EventFields fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /** Reads the event at the position and moves behind it. False, without moving, if it is written in another way. */
    boolean read() {
        window = bytes.window();
        position = bytes.position();
        other = false;
        if (!found(EVENT)) {
            return false;
        }
        fields.clear();
        fields.type = text();
        numberAndTimes();
        login();
        answer();
        heartbeat();
        if (other || window[position] != '}') {
            return false;
        }
        bytes.moveBehind(position + 1 - bytes.position());
        return true;
    }

    private void numberAndTimes() {
        if (found(STREAM)) {
            fields.stream = (int) number();
        }
        if (found(SEQ)) {
            fields.seq = number();
        }
        if (found(RECEIVED)) {
            fields.receivedAt = instant();
        }
        if (found(AT)) {
            fields.at = instant();
        }
        if (found(SENT)) {
            fields.sentAt = instant();
        }
    }

    private void login() {
        if (found(SESSION)) {
            fields.session = text();
        }
        if (found(TERMINAL)) {
            fields.terminal = text();
        }
        if (found(PERSON)) {
            fields.person = uuid();
        }
        if (found(READ)) {
            fields.read = text();
        }
        if (found(AGE)) {
            fields.age = (int) number();
        }
    }

    private void answer() {
        if (found(REASON)) {
            fields.reason = text();
        }
        fields.admitted = found(ADMITTED);
        fields.duplicate = found(DUPLICATE);
        if (found(RELEASE)) {
            fields.release = (int) number();
        }
        if (found(REASONS)) {
            fields.reasons = texts();
        }
    }

    private void heartbeat() {
        if (found(IN_USE)) {
            fields.inUse = texts();
        }
        if (found(POWERED)) {
            fields.powered = texts();
        }
        if (found(WITNESSED)) {
            fields.witnessed = texts();
        }
    }

    /** Moves behind these bytes if they are the next ones. */
    private boolean found(byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (window[position + i] != expected[i]) {
                return false;
            }
        }
        position += expected.length;
        return true;
    }

    private boolean found(char expected) {
        if (window[position] != expected) {
            return false;
        }
        position++;
        return true;
    }

    private void expect(char expected) {
        other |= !found(expected);
    }

    private Instant instant() {
        return Micros.instant(number());
    }

    private long number() {
        long number = 0;
        int begins = position;
        for (int digit = window[position] - '0'; digit >= 0 && digit <= 9; digit = window[position] - '0') {
            number = 10 * number + digit;
            position++;
        }
        other |= position == begins || position - begins > DIGITS_MAX;
        return number;
    }

    /** A text of ASCII without escaped characters. */
    private String text() {
        expect('"');
        int begins = position;
        int hash = 0;
        for (byte one = window[position]; one >= ' ' && one != '"' && one != '\\'; one = window[position]) {
            hash = 31 * hash + one;
            position++;
        }
        int length = position - begins;
        expect('"');
        return known.text(window, begins, length, hash);
    }

    private List<String> texts() {
        expect('[');
        if (found(']')) {
            return List.of();
        }
        var texts = new ArrayList<String>();
        do {
            texts.add(text());
        } while (!other && found(','));
        expect(']');
        return texts;
    }

    private UUID uuid() {
        expect('"');
        long high = 0;
        long low = 0;
        for (int part = 0; part < UUID_PARTS.length; part++) {
            if (part > 0) {
                expect('-');
            }
            long value = hex(UUID_PARTS[part]);
            if (part < 3) {
                high = high << 4 * UUID_PARTS[part] | value;
            } else {
                low = low << 4 * UUID_PARTS[part] | value;
            }
        }
        expect('"');
        return new UUID(high, low);
    }

    private long hex(int digits) {
        long value = 0;
        for (int i = 0; i < digits && !other; i++) {
            int digit = hex(window[position]);
            other |= digit < 0;
            value = value << 4 | digit;
            position++;
        }
        return value;
    }

    /** As {@link UUID#toString} writes it. */
    private static int hex(byte one) {
        if (one >= '0' && one <= '9') {
            return one - '0';
        }
        return one >= 'a' && one <= 'f' ? one - 'a' + 10 : -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
