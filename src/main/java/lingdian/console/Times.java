package lingdian.console;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as people read them: in the café's own offset, which the API states them in. */
final class Times {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Times() {}

    static String minute(OffsetDateTime at) {
        return MINUTE.format(at);
    }

    /** Without the day where it is that of {@code other}. */
    static String minute(OffsetDateTime at, OffsetDateTime other) {
        return at.toLocalDate().equals(other.toLocalDate()) ? CLOCK.format(at) : MINUTE.format(at);
    }

    static String clock(OffsetDateTime at) {
        return CLOCK.format(at);
    }

    static String second(OffsetDateTime at) {
        return SECOND.format(at);
    }

    /** An instant of the API; empty where there is none. */
    static String second(@Nullable String rfc3339) {
        return rfc3339 == null ? "" : second(OffsetDateTime.parse(rfc3339));
    }
}
