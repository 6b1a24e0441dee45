package lingdian.console.frame;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import lingdian.domain.ChinaTime;
import org.jspecify.annotations.Nullable;

/** Times for people, in the café's offset, which the API's times have. */
public final class Times {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter WHOLE_MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);

    private Times() {}

    /** A time to the minute, by the reader's own day and year. */
    static String moment(OffsetDateTime at, Instant now, Words words) {
        OffsetDateTime present = now.atOffset(at.getOffset());
        if (at.toLocalDate().equals(present.toLocalDate())) {
            return words.say("time.today", CLOCK.format(at));
        }
        return (at.getYear() == present.getYear() ? MINUTE : WHOLE_MINUTE).format(at);
    }

    public static String minute(OffsetDateTime at) {
        return MINUTE.format(at);
    }

    /** The time to the minute, without the date if {@code other} has the same date. */
    public static String minute(OffsetDateTime at, OffsetDateTime other) {
        return at.toLocalDate().equals(other.toLocalDate()) ? CLOCK.format(at) : MINUTE.format(at);
    }

    /** The time to the minute with its year, where the page does not know the reader's day; empty for null. */
    public static String wholeMinute(@Nullable OffsetDateTime at) {
        return at == null ? "" : WHOLE_MINUTE.format(at);
    }

    public static String clock(OffsetDateTime at) {
        return CLOCK.format(at);
    }

    /** The time to the second; empty for null. */
    public static String second(@Nullable OffsetDateTime at) {
        return at == null ? "" : SECOND.format(at);
    }

    /** The value of a local time field; empty for null. */
    public static String field(@Nullable OffsetDateTime at) {
        return at == null ? "" : field(at.toInstant());
    }

    public static String field(Instant at) {
        return FIELD.format(at.atZone(ChinaTime.ZONE));
    }

    /** The API's form of a local time field's value; null if it is empty. */
    public static @Nullable String ofField(String typed) {
        try {
            return typed.isEmpty()
                    ? null
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            LocalDateTime.parse(typed).atZone(ChinaTime.ZONE));
        } catch (DateTimeParseException noTime) {
            return typed; // the API reports the error
        }
    }

    /** How long something lasted, as the browser counts it on. */
    public static String lasted(Duration lasted) {
        Duration shown = lasted.isNegative() ? Duration.ZERO : lasted;
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", shown.toHours(), shown.toMinutesPart(), shown.toSecondsPart());
    }
}
