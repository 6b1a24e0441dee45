package lingdian.intake.batch;

import java.time.LocalDate;
import java.util.List;

/**
 * How much one café sends in a received day, on this node. Beyond a quota that no honest café reaches live, every message
 * is taken as before, and answered late: a record is never refused, and a flood fills the disk slowly enough to be noticed.
 *
 * <p>A café of 400 seats that sends a heartbeat of all of them each minute, and changes every guest hourly, sends some
 * 11,000 events and 8 MB a day. The quotas are more than twenty-five times that, so that one that was cut off for weeks
 * also catches up at full speed.
 *
 * <p>Belongs to an inbox, and so to one event loop.
 */
final class DailyQuota {
    static final long EVENTS = 300_000;
    static final long CHARACTERS = 256L * 1024 * 1024;

    /** Beyond the quota, one pause of the answer is worth so much: some 5 GB a day in all. */
    static final int EVENTS_A_PAUSE = 500;

    static final int CHARACTERS_A_PAUSE = 64 * 1024;
    /** Pauses of one message, so that an HTTP request is answered while its client waits. */
    static final int PAUSES_MAX = 60;

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
    Use count(LocalDate received, List<PreparedEvent> message) {
        if (!received.equals(day)) {
            day = received;
            events = 0;
            characters = 0;
        }
        boolean before = isBeyond();
        events += message.size();
        characters += characters(message);
        return before ? Use.BEYOND : isBeyond() ? Use.FIRST_BEYOND : Use.WITHIN;
    }

    /** By how many pauses the answer to a message beyond the quota is late. */
    static int pauses(List<PreparedEvent> message) {
        long worth = Math.max(message.size() / EVENTS_A_PAUSE, characters(message) / CHARACTERS_A_PAUSE);
        return (int) Math.clamp(worth, 1, PAUSES_MAX);
    }

    private boolean isBeyond() {
        return events > EVENTS || characters > CHARACTERS;
    }

    private static long characters(List<PreparedEvent> message) {
        long sum = 0;
        for (PreparedEvent event : message) {
            sum += event.text().length();
        }
        return sum;
    }
}
