package lingdian.intake.socket;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import lingdian.law.hours.Interval;
import org.jspecify.annotations.Nullable;

/** What the endpoints need to know of a café's hours: enough for the welcome and the notices. */
public interface PermittedHours {
    /** The data that the hours follow from. Unequal to an earlier value exactly where something was changed. */
    Object layers();

    /** The café's time zone. */
    ZoneId zone();

    /** The permitted intervals of a span, clipped to it. */
    List<Interval> permitted(Instant from, Instant to);

    /**
     * When the permitted interval around {@code at} ends; null where there is none, or not {@code within} this time.
     */
    @Nullable
    Instant closesAt(Instant at, Duration within);
}
