package lingdian.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3339 date-times with an offset, in whole microseconds (the database's precision): finer digits are cut off.
 *
 * <p>Its own parser, because {@link java.time.OffsetDateTime} takes offsets, missing seconds and spellings that RFC 3339
 * does not, and refuses some that it does.
 */
public final class Rfc3339 {
    private static final Pattern DATE_TIME = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,18}))?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private Rfc3339() {}

    /** The instant that {@code text} names, or empty where it names none. */
    public static Optional<Instant> parse(String text) {
        if (text.length() > 64) {
            return Optional.empty();
        }
        Matcher m = DATE_TIME.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        int hour = number(m, 4);
        int minute = number(m, 5);
        int second = number(m, 6);
        int offsetHour = m.group(8) == null ? 0 : number(m, 9);
        int offsetMinute = m.group(8) == null ? 0 : number(m, 10);
        if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) {
            return Optional.empty();
        }
        long day;
        try {
            day = LocalDate.of(number(m, 1), number(m, 2), number(m, 3)).toEpochDay();
        } catch (DateTimeException unreal) {
            return Optional.empty();
        }
        long offset = (offsetHour * 60L + offsetMinute) * 60 * ("-".equals(m.group(8)) ? -1 : 1);
        long seconds = day * 86_400 + hour * 3_600L + minute * 60L + second - offset;
        return Optional.of(Instant.ofEpochSecond(seconds, micros(m.group(7)) * 1_000L));
    }

    /**
     * The instant that {@link #format} wrote. Whoever names the first or the last day of the calendar with an offset names an
     * instant of a year that has no four digits, which is written as ISO 8601 does it, with a sign.
     *
     * @throws DateTimeException where it did not write that
     */
    public static Instant written(String text) {
        return parse(text).orElseGet(() -> OffsetDateTime.parse(text).toInstant());
    }

    /** {@code at} in the local time of {@code zone}, seconds always shown, fractions only where there are any. */
    public static String format(Instant at, ZoneId zone) {
        var local = at.atZone(zone);
        var text = new StringBuilder(32).append(FORMAT.format(local));
        int micro = local.getNano() / 1_000;
        if (micro != 0) {
            String digits = Integer.toString(1_000_000 + micro).substring(1);
            text.append('.').append(micro % 1_000 == 0 ? digits.substring(0, 3) : digits);
        }
        String offset = local.getOffset().getId();
        return text.append(offset.length() > 6 ? offset.substring(0, 6) : offset)
                .toString();
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static int micros(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000").substring(0, 6));
    }
}
