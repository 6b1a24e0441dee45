package lingdian.platform.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * RFC 3339 date-times with an offset, in whole microseconds (the database's precision): finer digits are cut off.
 *
 * <p>It has its own parser, because {@link java.time.OffsetDateTime} accepts offsets, missing seconds and spellings
 * that RFC 3339 does not permit, and refuses some that it permits. It parses digit by digit for speed, because each
 * event contains several times.
 */
public final class Rfc3339 {
    /** What {@link #parse} takes, for schemas: {@code format: date-time} of validators refuses some of it. */
    public static final String PATTERN = "^(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
            + "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
            + "[Tt](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,12})?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)\\z";

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final int SECONDS_END = 19;
    private static final int OFFSET_LENGTH = 6;
    private static final int FRACTION_MAX = 12;
    private static final int MICRO_DIGITS = 6;
    private static final int YEAR_MAX = 9_999;
    private static final int LENGTH_MAX = 64;
    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final long SECONDS_OF_YEAR_0 = -62_167_219_200L;
    private static final long SECONDS_OF_YEAR_10000 = 253_402_300_800L;

    private Rfc3339() {}

    /** The instant that {@code text} denotes, or empty if it denotes none. */
    public static Optional<Instant> parse(String text) {
        if (!isDateAndTime(text)) {
            return Optional.empty();
        }
        int at = SECONDS_END;
        int micros = 0;
        if (text.charAt(at) == '.') {
            int end = digitsEnd(text, at + 1);
            int digits = end - at - 1;
            if (digits == 0 || digits > FRACTION_MAX || end == text.length()) {
                return Optional.empty();
            }
            micros = micros(text, at + 1, end);
            at = end;
        }
        int offset = offsetSeconds(text, at);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        if (offset == NO_OFFSET || hour > 23 || minute > 59 || second > 59) {
            return Optional.empty();
        }
        long day;
        try {
            day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                    .toEpochDay();
        } catch (DateTimeException unreal) {
            return Optional.empty();
        }
        long seconds = day * 86_400 + hour * 3_600L + minute * 60L + second - offset;
        return Optional.of(Instant.ofEpochSecond(seconds, micros * 1_000L));
    }

    /**
     * Parses a text that {@link #format} wrote. With an offset, a time on the first or last day of the calendar can be
     * an instant in a year without four digits, which is written with a sign as in ISO 8601.
     *
     * @throws DateTimeException if the text was not written by it
     */
    public static Instant written(String text) {
        return parse(text).orElseGet(() -> OffsetDateTime.parse(text).toInstant());
    }

    /**
     * {@code at} in the local time of {@code zone}, seconds always shown, fractions only if there are any.
     *
     * <p>RFC 3339 has offsets of whole minutes. The local mean times of the 19th century have seconds too, which are left out
     * of the offset and of the time, so that the text denotes {@code at} exactly.
     */
    public static String format(Instant at, ZoneId zone) {
        ZoneOffset offset = wholeMinutes(zone.getRules().getOffset(at));
        var text = new StringBuilder(32);
        append(text, LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), offset));
        int micro = at.getNano() / 1_000;
        if (micro != 0) {
            text.append('.');
            if (micro % 1_000 == 0) {
                append(text, micro / 1_000, 3);
            } else {
                append(text, micro, MICRO_DIGITS);
            }
        }
        return text.append(offset.getId()).toString();
    }

    private static ZoneOffset wholeMinutes(ZoneOffset offset) {
        int seconds = offset.getTotalSeconds() % 60;
        return seconds == 0 ? offset : ZoneOffset.ofTotalSeconds(offset.getTotalSeconds() - seconds);
    }

    /** Like {@link Instant#toString()}, but faster. */
    public static String iso(Instant at) {
        long seconds = at.getEpochSecond();
        boolean plain = seconds >= SECONDS_OF_YEAR_0 && seconds < SECONDS_OF_YEAR_10000 && at.getNano() % 1_000 == 0;
        return plain ? format(at, ZoneOffset.UTC) : at.toString();
    }

    private static void append(StringBuilder text, LocalDateTime local) {
        int year = local.getYear();
        if (year < 0 || year > YEAR_MAX) {
            text.append(FORMAT.format(local));
            return;
        }
        append(text, year, 4);
        append(text.append('-'), local.getMonthValue(), 2);
        append(text.append('-'), local.getDayOfMonth(), 2);
        append(text.append('T'), local.getHour(), 2);
        append(text.append(':'), local.getMinute(), 2);
        append(text.append(':'), local.getSecond(), 2);
    }

    private static void append(StringBuilder text, int number, int digits) {
        int limit = 1;
        for (int digit = 1; digit < digits; digit++) {
            limit *= 10;
            if (number < limit) {
                text.append('0');
            }
        }
        text.append(number);
    }

    private static boolean isDateAndTime(String text) {
        if (text.length() <= SECONDS_END || text.length() > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < SECONDS_END; i++) {
            char c = text.charAt(i);
            boolean fits = switch (i) {
                case 4, 7 -> c == '-';
                case 10 -> c == 'T' || c == 't';
                case 13, 16 -> c == ':';
                default -> isDigit(c);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** The offset from {@code at} to the end; {@link #NO_OFFSET} if there is none. */
    private static int offsetSeconds(String text, int at) {
        char sign = text.charAt(at);
        if (sign == 'Z' || sign == 'z') {
            return at + 1 == text.length() ? 0 : NO_OFFSET;
        }
        boolean fits = (sign == '+' || sign == '-')
                && text.length() == at + OFFSET_LENGTH
                && text.charAt(at + 3) == ':'
                && digitsEnd(text, at + 1) == at + 3
                && digitsEnd(text, at + 4) == at + OFFSET_LENGTH;
        if (!fits) {
            return NO_OFFSET;
        }
        int hour = number(text, at + 1, at + 3);
        int minute = number(text, at + 4, at + OFFSET_LENGTH);
        int seconds = (hour * 60 + minute) * 60;
        return hour > 23 || minute > 59 ? NO_OFFSET : sign == '-' ? -seconds : seconds;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static int micros(String text, int from, int to) {
        int micros = number(text, from, Math.min(to, from + MICRO_DIGITS));
        for (int digit = to - from; digit < MICRO_DIGITS; digit++) {
            micros *= 10;
        }
        return micros;
    }
}
