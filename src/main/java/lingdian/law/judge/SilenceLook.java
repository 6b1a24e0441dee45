package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of a look at one café for silence. Pure.
 *
 * @param next when to look again, if nothing comes: never after the moment at which a silence can be full
 */
public record SilenceLook(Found found, Instant next) {
    private static final Duration HORIZON = Duration.ofHours(24);

    /** What the look found. */
    public enum Found {
        NOTHING,
        /** It is silent, or was until it came back. */
        SILENT,
        /** It came back in time, for the service was not always there to receive. */
        CAME_BACK_IN_TIME
    }

    /** @param receivedAt when anything was last received from the café */
    public static SilenceLook at(
            CafeFacts facts, Instant receivedAt, Presence presence, Listening listening, Duration silence) {
        Instant now = listening.heardUntil();
        Presence.Undecided undecided = presence.undecidedFirst();
        if (silence.isZero()) {
            return nothing(now.plus(HORIZON));
        }
        if (undecided != null) {
            return settled(
                    facts, undecided, listening, silence, !presence.earlier().isEmpty());
        }
        if (!presence.expected()) {
            return nothing(now.plus(silence)); // whatever it says from now on, its silence is full no earlier
        }
        Instant due = SilenceDeadline.of(facts, receivedAt, listening, silence, now.plus(HORIZON));
        if (due == null) {
            return nothing(now.plus(HORIZON));
        }
        return due.isAfter(now) ? nothing(due) : new SilenceLook(Found.SILENT, now.plus(silence));
    }

    /** When the café came back, it was unknown whether that was too late; by now all of that time is known. */
    private static SilenceLook settled(
            CafeFacts facts, Presence.Undecided undecided, Listening listening, Duration silence, boolean another) {
        Instant now = listening.heardUntil();
        Instant next = another ? now : undecided.until().plus(silence);
        Instant due = SilenceDeadline.of(facts, undecided.receivedAt(), listening, silence, undecided.until());
        if (due != null && !due.isAfter(now)) {
            return new SilenceLook(Found.SILENT, next);
        }
        return now.isBefore(undecided.until())
                ? nothing(undecided.until())
                : new SilenceLook(Found.CAME_BACK_IN_TIME, next);
    }

    private static SilenceLook nothing(Instant next) {
        return new SilenceLook(Found.NOTHING, next);
    }
}
