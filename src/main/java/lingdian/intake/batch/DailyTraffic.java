package lingdian.intake.batch;

import java.time.LocalDate;
import java.util.List;

/** How much one café has sent in the present received day, on this node. Belongs to an inbox, and so to one event loop. */
final class DailyTraffic {
    private LocalDate day = LocalDate.MIN;
    private long events;
    private long characters;

    /** What a message means for the quota. */
    enum Use {
        WITHIN,
        /** The first message of the day that is beyond. */
        FIRST_BEYOND,
        BEYOND
    }

    /** Counts a message that is taken. */
    Use count(DailyQuota quota, LocalDate received, List<PreparedEvent> message) {
        if (!received.equals(day)) {
            day = received;
            events = 0;
            characters = 0;
        }
        boolean before = isBeyond(quota);
        events += message.size();
        characters += DailyQuota.characters(message);
        return before ? Use.BEYOND : isBeyond(quota) ? Use.FIRST_BEYOND : Use.WITHIN;
    }

    private boolean isBeyond(DailyQuota quota) {
        return events > quota.events() || characters > quota.characters();
    }
}
