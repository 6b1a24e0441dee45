package lingdian.violation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SilenceRules} remembers of one café. A part of the state that is written with each batch, so that a silence
 * ends in the commit of the event that ends it.
 *
 * @param lastEventAt when its last event was received; null before the first
 * @param day null where it never sent {@code opened}
 * @param silence the one that is open, or the one that ended last while events from within it may still come
 * @param undecided where {@code silence} was not told to anyone yet, because it is not known whether it was one
 */
public record Presence(
        @Nullable Instant lastEventAt,
        @Nullable BusinessDay day,
        @Nullable Finding silence,
        @Nullable Undecided undecided) {
    /** Of a café that never sent an event. */
    static final Presence NONE = new Presence(null, null, null, null);

    /**
     * The café came back after a long time, and no look had been taken in between.
     *
     * @param receivedAt when anything was received before
     * @param until when something was received again
     */
    public record Undecided(Instant receivedAt, Instant until) {}

    /** Whether its falling silent would be one: it sent something, is not closed, and is not silent already. */
    public boolean expected() {
        return lastEventAt != null && day != BusinessDay.CLOSED && (silence == null || !silence.open());
    }

    Presence heardAt(Instant at) {
        return lastEventAt != null && !at.isAfter(lastEventAt) ? this : new Presence(at, day, silence, undecided);
    }

    /** {@code closed} alone does not make it a café that opens and closes: it never sent {@code opened}. */
    Presence said(BusinessDay now) {
        return day == null && now == BusinessDay.CLOSED ? this : new Presence(lastEventAt, now, silence, undecided);
    }

    Presence with(@Nullable Finding newSilence) {
        return new Presence(lastEventAt, day, newSilence, undecided);
    }

    Presence with(@Nullable Finding newSilence, @Nullable Undecided nowUndecided) {
        return new Presence(lastEventAt, day, newSilence, nowUndecided);
    }
}
