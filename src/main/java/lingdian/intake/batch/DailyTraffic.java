package lingdian.intake.batch;

import java.time.LocalDate;
import java.util.List;

/** How much one café has sent in the present received day, on this node. Belongs to a shard's event loop. */
final class DailyTraffic {
    private LocalDate day = LocalDate.MIN;
    private long events;
    /** Of messages alone: what hellos count as must not be able to pass over the moment. */
    private long eventsSinceMany;

    private long characters;
    /** In parts of which one finding has {@link DailyQuota#UPDATES_OF_A_FINDING}. */
    private long findingParts;

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
        eventsSinceMany += message.size();
        characters += DailyQuota.characters(message);
        return use(isBeyond(quota));
    }

    /** Whether messages brought {@link DailyQuota#MANY_EVENTS} since the day began, or since this was true the last time. */
    boolean takeMany() {
        boolean many = eventsSinceMany >= DailyQuota.MANY_EVENTS;
        eventsSinceMany = many ? 0 : eventsSinceMany;
        return many;
    }

    /** Counts a message that was read and is not taken. */
    Use countNotTaken(DailyQuota quota, LocalDate received, long charactersRead) {
        turn(received);
        characters += Math.max(charactersRead, DailyQuota.CHARACTERS_OF_ANY_MESSAGE);
        return use(isBeyond(quota));
    }

    /** Counts a hello, which is kept with the characters that it says. */
    Use countHello(DailyQuota quota, LocalDate received, long charactersKept) {
        turn(received);
        events += DailyQuota.EVENTS_OF_A_HELLO;
        characters += charactersKept;
        return use(isBeyond(quota));
    }

    /**
     * Counts findings that its events opened, and what counts as such, and changes of findings that were told before.
     *
     * @return how many findings are beyond
     */
    long countFindings(DailyQuota quota, LocalDate received, long opened, long updated) {
        turn(received);
        long before = findingsBeyond(quota);
        findingParts += opened * DailyQuota.UPDATES_OF_A_FINDING + updated;
        return findingsBeyond(quota) - before;
    }

    private long findingsBeyond(DailyQuota quota) {
        return Math.max(0, findingParts / DailyQuota.UPDATES_OF_A_FINDING - quota.findings());
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
            eventsSinceMany = 0;
            characters = 0;
            findingParts = 0;
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
