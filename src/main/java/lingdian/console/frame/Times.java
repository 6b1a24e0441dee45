package lingdian.console.frame;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import lingdian.domain.ChinaTime;
import org.jspecify.annotations.Nullable;

/** Times as people read them: in the café's own offset, which the API states them in. */
public final class Times {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);

    private Times() {}

    public static String minute(OffsetDateTime at) {
        return MINUTE.format(at);
    }

    /** Without the day where it is that of {@code other}. */
    public static String minute(OffsetDateTime at, OffsetDateTime other) {
        return at.toLocalDate().equals(other.toLocalDate()) ? CLOCK.format(at) : MINUTE.format(at);
    }

    public static String clock(OffsetDateTime at) {
        return CLOCK.format(at);
    }

    /** Empty where there is none. */
    public static String second(@Nullable OffsetDateTime at) {
        return at == null ? "" : SECOND.format(at);
    }

    /** As a field for a local time holds it; empty where there is none. */
    public static String field(@Nullable OffsetDateTime at) {
        return at == null ? "" : field(at.toInstant());
    }

    public static String field(Instant at) {
        return FIELD.format(at.atZone(ChinaTime.ZONE));
    }

    /** What such a field holds, as the API takes it; null where it is empty. */
    public static @Nullable String ofField(String typed) {
        try {
            return typed.isEmpty()
                    ? null
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            LocalDateTime.parse(typed).atZone(ChinaTime.ZONE));
        } catch (DateTimeParseException noTime) {
            return typed; // the API says so
        }
    }
}
