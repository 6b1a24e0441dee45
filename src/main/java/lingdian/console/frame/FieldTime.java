package lingdian.console.frame;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** The value of a local time field of a form, as browsers read and send it. */
public final class FieldTime {
    private FieldTime() {}

    /** Empty for null. */
    public static String of(@Nullable OffsetDateTime at) {
        return at == null ? "" : of(at.toInstant());
    }

    public static String of(Instant at) {
        return LocalDateTime.ofInstant(at, ChinaTime.ZONE)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    /** The API's form of a typed value; null if it is empty. */
    public static @Nullable String typed(String value) {
        return value.isEmpty() ? null : instant(value, ChinaTime.ZONE);
    }

    /** The API's form of a typed value; text that is not a time is left unchanged, and the API refuses it. */
    public static String instant(String typed, ZoneId zone) {
        return time(typed, zone).map(at -> Rfc3339.format(at.toInstant(), zone)).orElse(typed);
    }

    /** The time that was typed; empty if it is none. */
    public static Optional<OffsetDateTime> time(String typed, ZoneId zone) {
        try {
            return Optional.of(LocalDateTime.parse(typed).atZone(zone).toOffsetDateTime());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
