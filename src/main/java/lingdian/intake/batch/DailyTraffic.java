package lingdian.intake.batch;

import java.time.LocalDate;
import java.util.List;

/** How much one café has sent in the present received day, on this node. Belongs to a shard's event loop. */
final class DailyTraffic {
    private LocalDate day = LocalDate.MIN;
    private long events;
    private long characters;
    private long findings;
    private boolean wasBeyond;

    /** What a message means for the quota. */
    enum Use {
        WITHIN,
        /** The first of the day that is beyond. */
        FIRST_BEYOND,
        BEYOND
    }

    /** Counts a message that is taken. */
    Use count(DailyQuota quota, LocalDate received, List<PreparedEvent> message) {
        turn(received);
        events += message.size();
        characters += DailyQuota.characters(message);
        return use(isBeyond(quota));
    }

    /** Counts a message that was read and is not taken. */
    Use countNotTaken(DailyQuota quota, LocalDate received, long charactersRead) {
        turn(received);
        characters += charactersRead;
        return use(isBeyond(quota));
    }

    /** Counts a hello. */
    Use countHello(DailyQuota quota, LocalDate received) {
        turn(received);
        events += DailyQuota.EVENTS_OF_A_HELLO;
        return use(isBeyond(quota));
    }

    /**
     * Counts findings that its events opened, and what counts as such.
     *
     * @return how many of them are beyond
     */
    long countFindings(DailyQuota quota, LocalDate received, long more) {
        turn(received);
        findings += more;
        return Math.clamp(findings - quota.findings(), 0, more);
    }

    /** Something is beyond. */
    Use beyond() {
        return use(true);
    }

    /** A message that began to arrive before midnight may be counted after later ones: it counts to their day. */
    private void turn(LocalDate received) {
        if (!received.equals(day) && !received.plusDays(1).equals(day)) {
            day = received;
            events = 0;
            characters = 0;
            findings = 0;
            wasBeyond = false;
        }
    }

    private Use use(boolean isBeyond) {
        if (!isBeyond) {
            return Use.WITHIN;
        }
        Use use = wasBeyond ? Use.BEYOND : Use.FIRST_BEYOND;
        wasBeyond = true;
        return use;
    }

    private boolean isBeyond(DailyQuota quota) {
        return events > quota.events() || characters > quota.characters();
    }
}
