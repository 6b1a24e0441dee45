package lingdian.law.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SilenceRules} and {@link AbsenceRules} remember of one café. A part of the state that is written with
 * each batch, so that a silence ends in the commit of the event that ends it.
 *
 * @param lastEventAt when its last event was received; null before the first
 * @param day null where it never sent {@code opened}
 * @param silence the one that is open, or the one that ended last while events from within it may still come
 * @param undecided where {@code silence} was not announced yet, because it is not known whether it was one
 * @param earlier earlier ones that are undecided too, the oldest first: looks may fail for hours
 * @param consumedAt when its last new event was received; null where that is {@code lastEventAt} too, which counts
 *     repeated ones
 * @param absence the open absence, or one that a suspension or closure ended and no event has ended yet
 * @param silent how much of a business day it was silent; null before its first silence that counts
 * @param newPcStream the stream that began last with a key that was enrolled after the café's last event: of a new PC
 */
public record Presence(
        @Nullable Instant lastEventAt,
        @Nullable BusinessDay day,
        @Nullable Finding silence,
        @Nullable Undecided undecided,
        List<Earlier> earlier,
        @Nullable Instant consumedAt,
        @Nullable Finding absence,
        @Nullable SilentTime silent,
        @Nullable UUID newPcStream) {
    /**
     * Without a look in all that time, each at least a quarter of an hour apart: more of them would indicate a larger
     * fault.
     */
    private static final int EARLIER_MAX = 32;

    /** The presence of a café that never sent an event. */
    static final Presence NONE = new Presence(null, null, null, null, List.of(), null, null, null, null);

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

    /**
     * The silent time of a business day.
     *
     * @param millis milliseconds of its earlier silences that count
     * @param from when anything was received before the silence that is not in {@code millis} yet; null where all are
     * @param until when the event that ended it was received; null while it is open
     * @param buffered whether its events came later
     */
    public record SilentTime(
            LocalDate day,
            long millis,
            @Nullable Instant from,
            @Nullable Instant until,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean buffered) {
        /** Of the earlier silences, on this business day. */
        Duration on(LocalDate other) {
            return day.equals(other) ? Duration.ofMillis(millis) : Duration.ZERO;
        }

        SilentTime endingAt(Instant end) {
            return new SilentTime(day, millis, from, end, buffered);
        }

        SilentTime proven() {
            return new SilentTime(day, millis, from, until, true);
        }
    }

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

    /** When its last new event was received; null before the first. */
    public @Nullable Instant consumed() {
        return consumedAt == null ? lastEventAt : consumedAt;
    }

    /** Whether a silence is open, or it is not decided yet whether it was one. */
    boolean maybeSilent() {
        return silence != null && silence.open();
    }

    /** @param consumed whether the event is new, not a repeat */
    Presence heardAt(Instant at, boolean consumed) {
        if (lastEventAt == null || at.isAfter(lastEventAt)) {
            return heard(at, consumed ? null : consumed());
        }
        if (!consumed || consumedAt == null || at.isBefore(consumedAt)) {
            return this;
        }
        return heard(lastEventAt, at.isBefore(lastEventAt) ? at : null);
    }

    Presence lastAt(@Nullable Instant at) {
        return new Presence(at, day, silence, undecided, earlier, consumedAt, absence, silent, newPcStream);
    }

    private Presence heard(Instant lastAt, @Nullable Instant lastConsumedAt) {
        return new Presence(lastAt, day, silence, undecided, earlier, lastConsumedAt, absence, silent, newPcStream);
    }

    /** A stream began with a key that was made after the last event. */
    Presence newPc(UUID stream) {
        return new Presence(lastEventAt, day, silence, undecided, earlier, consumedAt, absence, silent, stream);
    }

    Presence silent(@Nullable SilentTime now) {
        return new Presence(lastEventAt, day, silence, undecided, earlier, consumedAt, absence, now, newPcStream);
    }

    Presence absent(@Nullable Finding newAbsence) {
        return new Presence(lastEventAt, day, silence, undecided, earlier, consumedAt, newAbsence, silent, newPcStream);
    }

    /** {@code closed} alone does not make it a café that opens and closes: it never sent {@code opened}. */
    Presence said(BusinessDay now) {
        return day == null && now == BusinessDay.CLOSED
                ? this
                : new Presence(lastEventAt, now, silence, undecided, earlier, consumedAt, absence, silent, newPcStream);
    }

    Presence with(@Nullable Finding newSilence) {
        return new Presence(lastEventAt, day, newSilence, undecided, earlier, consumedAt, absence, silent, newPcStream);
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
                ? new Presence(lastEventAt, day, null, null, earlier, consumedAt, absence, silent, newPcStream)
                : new Presence(
                        lastEventAt,
                        day,
                        silence,
                        undecided,
                        earlier.subList(1, earlier.size()),
                        consumedAt,
                        absence,
                        silent,
                        newPcStream);
    }

    /** This one was a silence, so the other undecided ones no longer matter. */
    Presence was(Finding found) {
        List<Earlier> others = earlier.stream()
                .filter(one -> !one.silence().id().equals(found.id()))
                .toList();
        boolean last = silence != null && silence.id().equals(found.id());
        return last
                ? new Presence(lastEventAt, day, found, null, others, consumedAt, absence, silent, newPcStream)
                : new Presence(lastEventAt, day, silence, undecided, others, consumedAt, absence, silent, newPcStream);
    }

    boolean remembersAnother() {
        return undecided == null || earlier.size() < EARLIER_MAX;
    }

    Presence undecided(Finding newSilence, Undecided nowUndecided) {
        var before = new ArrayList<>(earlier);
        if (silence != null && undecided != null) {
            before.add(new Earlier(silence, undecided));
        }
        return new Presence(
                lastEventAt, day, newSilence, nowUndecided, before, consumedAt, absence, silent, newPcStream);
    }
}
