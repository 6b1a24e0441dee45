package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SilenceRules} remembers of one café. A part of the state that is written with each batch, so that a
 * silence ends in the commit of the event that ends it.
 *
 * @param lastEventAt when its last event was received; null before the first
 * @param day null where it never sent {@code opened}
 * @param silence the one that is open, or the one that ended last while events from within it may still come
 * @param undecided where {@code silence} was not announced yet, because it is not known whether it was one
 * @param earlier earlier ones that are undecided too, the oldest first: looks may fail for hours
 */
public record Presence(
        @Nullable Instant lastEventAt,
        @Nullable BusinessDay day,
        @Nullable Finding silence,
        @Nullable Undecided undecided,
        List<Earlier> earlier) {
    /**
     * Without a look in all that time, each at least a quarter of an hour apart: more of them would indicate a larger
     * fault.
     */
    private static final int EARLIER_MAX = 32;

    /** The presence of a café that never sent an event. */
    static final Presence NONE = new Presence(null, null, null, null, List.of());

    public Presence {
        earlier = earlier == null ? List.of() : List.copyOf(earlier); // an empty list is not stored
    }

    /**
     * The café came back after a long time, and no look had been taken in between.
     *
     * @param receivedAt when anything was received before
     * @param until when something was received again
     */
    public record Undecided(Instant receivedAt, Instant until) {}

    /**
     * An undecided silence that another one followed, or continued: without an event in between, both are one silence.
     */
    public record Earlier(Finding silence, Undecided undecided) {}

    /** The next one to decide; null where all are decided. */
    public @Nullable Undecided undecidedFirst() {
        return earlier.isEmpty() ? undecided : earlier.getFirst().undecided();
    }

    /** The silence that this is about; null where all is decided. */
    public @Nullable Finding silenceUndecidedFirst() {
        if (!earlier.isEmpty()) {
            return earlier.getFirst().silence();
        }
        return undecided == null ? null : silence;
    }

    /**
     * Whether its falling silent would be one: it sent something, is not closed, and is not known to be silent already.
     */
    public boolean expected() {
        return lastEventAt != null
                && day != BusinessDay.CLOSED
                && (silence == null || !silence.open() || undecided != null);
    }

    Presence heardAt(Instant at) {
        return lastEventAt != null && !at.isAfter(lastEventAt)
                ? this
                : new Presence(at, day, silence, undecided, earlier);
    }

    /** {@code closed} alone does not make it a café that opens and closes: it never sent {@code opened}. */
    Presence said(BusinessDay now) {
        return day == null && now == BusinessDay.CLOSED
                ? this
                : new Presence(lastEventAt, now, silence, undecided, earlier);
    }

    Presence with(@Nullable Finding newSilence) {
        return new Presence(lastEventAt, day, newSilence, undecided, earlier);
    }

    /** As it was last known: what is undecided may be the beginning of a silence that came to more by now. */
    Finding latest(Finding of) {
        return Stream.concat(earlier.stream().map(Earlier::silence), Stream.ofNullable(silence))
                .filter(one -> one.id().equals(of.id()))
                .reduce(of, (one, later) -> later);
    }

    /** The first undecided one was not a silence. */
    Presence firstWasNone() {
        return earlier.isEmpty()
                ? new Presence(lastEventAt, day, null, null, earlier)
                : new Presence(lastEventAt, day, silence, undecided, earlier.subList(1, earlier.size()));
    }

    /** This one was a silence, so the other undecided ones no longer matter. */
    Presence was(Finding found) {
        List<Earlier> others = earlier.stream()
                .filter(one -> !one.silence().id().equals(found.id()))
                .toList();
        boolean last = silence != null && silence.id().equals(found.id());
        return last
                ? new Presence(lastEventAt, day, found, null, others)
                : new Presence(lastEventAt, day, silence, undecided, others);
    }

    boolean remembersAnother() {
        return undecided == null || earlier.size() < EARLIER_MAX;
    }

    Presence undecided(Finding newSilence, Undecided nowUndecided) {
        var before = new ArrayList<>(earlier);
        if (silence != null && undecided != null) {
            before.add(new Earlier(silence, undecided));
        }
        return new Presence(lastEventAt, day, newSilence, nowUndecided, before);
    }
}
