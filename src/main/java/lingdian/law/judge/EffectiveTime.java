package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From the agent's clock to the time by which everything is judged (handbook, protocol.md#time). Pure. */
final class EffectiveTime {
    /**
     * No event is earlier. A clock at the year 0 that is corrected by a {@code sent} of the year 9999 would else name a
     * time that neither RFC 3339 nor the database can write, and one agent could stop its whole batch.
     */
    static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");

    private EffectiveTime() {}

    /**
     * @param at what the event says
     * @param sentAt the agent's clock when it sent the message, if it said so
     * @param receivedAt the server's clock
     * @param latest the effective time of the event before it in its café, if there is one
     */
    static Instant of(
            Instant at,
            @Nullable Instant sentAt,
            Instant receivedAt,
            @Nullable Instant latest,
            Rules.Thresholds limits) {
        Instant time = corrected(at, sentAt, receivedAt, limits);
        if (time.isAfter(receivedAt)) {
            time = receivedAt;
        }
        if (time.isBefore(EARLIEST)) {
            time = EARLIEST;
        }
        return latest != null && time.isBefore(latest) ? latest : time;
    }

    /** Whether the correction is large enough to be marked. */
    static boolean adjusted(Instant at, Instant effective, Rules.Thresholds limits) {
        return Duration.between(at, effective)
                        .abs()
                        .compareTo(Duration.ofSeconds(limits.correction().adjustedSeconds()))
                > 0;
    }

    private static Instant corrected(
            Instant at, @Nullable Instant sentAt, Instant receivedAt, Rules.Thresholds limits) {
        if (sentAt == null) {
            return at;
        }
        Duration skew = Duration.between(sentAt, receivedAt);
        return skew.abs().compareTo(Duration.ofSeconds(limits.correction().sentSkewSeconds())) > 0 ? at.plus(skew) : at;
    }
}
