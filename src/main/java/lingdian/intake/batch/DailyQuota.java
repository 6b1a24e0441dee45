package lingdian.intake.batch;

import java.util.List;

/**
 * How much one café may send in a received day, on one node. No honest café reaches it live. Beyond it every message is
 * answered late, and the next one is taken only then ({@link lingdian.intake.probe.Arrears}): a record is never refused,
 * and a flood fills the disk slowly enough to be noticed.
 *
 * <p>A café of 400 seats that sends a heartbeat of all of them each minute, and changes every guest hourly, sends some
 * 14,000 events and 8 MB a day. The quota as shipped is more than twenty times that, so that one that was cut off for
 * weeks also catches up at full speed.
 */
public record DailyQuota(long events, long characters) {
    /** Beyond the quota, one pause of the answer is worth so much: some 5 GB a day in all. */
    static final int EVENTS_A_PAUSE = 500;

    static final int CHARACTERS_A_PAUSE = 64 * 1024;
    /** Pauses of one message, so that an HTTP request is answered while its client waits. */
    static final int PAUSES_MAX = 60;

    private static final long MEBIBYTE = 1024L * 1024;

    /** As it is configured. */
    public static DailyQuota of(int events, int mebibytes) {
        return new DailyQuota(events, mebibytes * MEBIBYTE);
    }

    /** By how many pauses the answer to a message beyond the quota is late. */
    static int pauses(List<PreparedEvent> message) {
        long worth = Math.max(message.size() / EVENTS_A_PAUSE, characters(message) / CHARACTERS_A_PAUSE);
        return (int) Math.clamp(worth, 1, PAUSES_MAX);
    }

    static long characters(List<PreparedEvent> message) {
        long sum = 0;
        for (PreparedEvent event : message) {
            sum += event.text().length();
        }
        return sum;
    }
}
