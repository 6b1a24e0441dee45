package lingdian.intake.socket;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The notices of one connection: what it was told of its hours, and until when that was looked at.
 *
 * <p>A notice is due if its moment lies between two looks, so that none is lost or repeated if looks come late or the
 * service's clock runs faster than real time.
 */
final class Announcements {
    static final Duration AHEAD = Duration.ofHours(48);

    private static final long[] CLOSING_SOON_MINUTES = {5, 15};
    private static final Duration LOOK = Duration.ofMinutes(16);

    private @Nullable Object layers;
    private Instant looked;

    /** @param layers those that the welcome was made from */
    Announcements(@Nullable Object layers, Instant welcomed) {
        this.layers = layers;
        this.looked = welcomed.minusNanos(1); // so that a moment exactly then is not missed
    }

    /** The messages that are due now. */
    List<String> due(PermittedHours hours, Instant now) {
        var messages = new ArrayList<String>(0);
        Object current = hours.layers();
        if (!current.equals(layers)) {
            layers = current;
            messages.add(ServerMessages.hoursChanged(hours.permitted(now, now.plus(AHEAD)), hours.zone()));
        }
        closingSoon(hours, now, messages);
        if (now.isAfter(looked)) {
            looked = now;
        }
        return messages;
    }

    /** Where several moments were passed at once, the last alone is still true. */
    private void closingSoon(PermittedHours hours, Instant now, List<String> messages) {
        Instant closesAt = hours.closesAt(now, LOOK);
        if (closesAt == null || !closesAt.isAfter(now)) {
            return;
        }
        for (long minutes : CLOSING_SOON_MINUTES) {
            Instant moment = closesAt.minus(Duration.ofMinutes(minutes));
            if (moment.isAfter(looked) && !moment.isAfter(now)) {
                messages.add(ServerMessages.closingSoon(closesAt, minutes, hours.zone()));
                return;
            }
        }
    }
}
