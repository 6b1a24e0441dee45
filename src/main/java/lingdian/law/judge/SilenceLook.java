package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of a look at one café for silence. Pure.
 *
 * @param next when to look again, if nothing comes: never after the moment at which a silence can be full
 * @param passed when the silent time of a business day was full, where that was found
 * @param silent the silent time that is known by this look, where it found anything and any is known
 */
public record SilenceLook(
        Found found, Instant next, @Nullable Instant passed, Presence.@Nullable SilentTime silent) {
    private static final Duration HORIZON = Duration.ofHours(24);
    /** The least that is more than the limit. */
    private static final Duration MORE = Duration.ofMillis(1);
    /** Later ones of a silence are not looked at: looks at a café that never returns stay cheap. */
    private static final int MAX_DAYS = 7;

    /** What the look found. */
    public enum Found {
        NOTHING,
        /** It is silent, or was until it came back. */
        SILENT,
        /** It came back in time, for the service was not always there to receive. */
        CAME_BACK_IN_TIME,
        /** It is, or was, silent for too much of a business day. */
        SILENT_TOO_LONG
    }

    /** @param receivedAt when anything was last received from the café */
    public static SilenceLook at(
            CafeFacts facts, Instant receivedAt, Presence presence, Listening listening, Rulebook rulebook) {
        Instant now = listening.heardUntil();
        Duration silence = rulebook.at(receivedAt).thresholds().silence();
        if (silence.isZero()) {
            return nothing(now.plus(HORIZON));
        }
        Presence.SilentTime silent = presence.silent();
        Instant passed = silent == null ? null : passed(facts, silent, listening, rulebook, now.plus(silence));
        if (silent != null && passed != null && passed.isBefore(now)) {
            return new SilenceLook(Found.SILENT_TOO_LONG, now, passed, withoutLast(silent, passed, facts));
        }
        SilenceLook look = forSilence(facts, receivedAt, presence, listening, silence);
        if (look.found() == Found.SILENT && silent != null) {
            return new SilenceLook(look.found(), look.next(), null, withLast(silent, facts, listening));
        }
        Instant full = passed == null ? look.next() : passed.plus(MORE);
        return full.isBefore(look.next()) ? new SilenceLook(look.found(), full, null, null) : look;
    }

    private static SilenceLook forSilence(
            CafeFacts facts, Instant receivedAt, Presence presence, Listening listening, Duration silence) {
        Instant now = listening.heardUntil();
        Presence.Undecided undecided = presence.undecidedFirst();
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
        return due.isAfter(now) ? nothing(due) : new SilenceLook(Found.SILENT, now, null, null);
    }

    /** When the café came back, it was unknown whether that was too late; by now all of that time is known. */
    private static SilenceLook settled(
            CafeFacts facts, Presence.Undecided undecided, Listening listening, Duration silence, boolean another) {
        Instant now = listening.heardUntil();
        Instant due = SilenceDeadline.of(facts, undecided.receivedAt(), listening, silence, undecided.until());
        if (due != null && !due.isAfter(now)) {
            return new SilenceLook(Found.SILENT, now, null, null);
        }
        Instant next = another ? now : undecided.until().plus(silence);
        return now.isBefore(undecided.until())
                ? nothing(undecided.until())
                : new SilenceLook(Found.CAME_BACK_IN_TIME, next, null, null);
    }

    /**
     * When the first business day whose silent time is more than its limit had as much as the limit. Each day has only
     * what lies within it, and only permitted time in which the service listened, as for the silence itself.
     *
     * @param horizon up to where an open silence is looked ahead
     */
    private static @Nullable Instant passed(
            CafeFacts facts, Presence.SilentTime silent, Listening listening, Rulebook rulebook, Instant horizon) {
        Instant from = silent.from();
        if (from == null) {
            return null;
        }
        Duration limit = rulebook.at(from).thresholds().suspicion().severity().silenceGrave();
        Instant to = silent.until() == null ? horizon : silent.until();
        DayTrack day = DayTrack.of(from, facts.hours().zone());
        for (int days = 0; days < MAX_DAYS && day.from().isBefore(to); days++) {
            Duration before = before(day, from, facts, listening);
            Duration more = limit.minus(silent.on(day.day())).plus(MORE);
            Duration left = more.compareTo(MORE) < 0 ? MORE : more; // a release may have lowered the limit meanwhile
            Instant end = day.until().isBefore(to) ? day.until() : to;
            Instant over = SilenceDeadline.of(facts, from, listening, before.plus(left), end);
            if (over != null) {
                return over.minus(MORE);
            }
            day = DayTrack.of(day.until(), facts.hours().zone());
        }
        return null;
    }

    /** What of the silence counts and lies before the day. */
    private static Duration before(DayTrack day, Instant from, CafeFacts facts, Listening listening) {
        return day.from().isAfter(from) ? SilenceDeadline.counted(facts, from, listening, day.from()) : Duration.ZERO;
    }

    /** A silence that makes one day grave counts for no other. */
    private static Presence.SilentTime withoutLast(Presence.SilentTime silent, Instant passed, CafeFacts facts) {
        var day = DayTrack.of(passed, facts.hours().zone()).day();
        return new Presence.SilentTime(day, silent.on(day).toMillis(), null, null, false);
    }

    /** The silence that ended last counts for the day on which it ended; a buffered one does not. */
    private static Presence.SilentTime withLast(Presence.SilentTime silent, CafeFacts facts, Listening listening) {
        Instant from = silent.from();
        Instant until = silent.until();
        if (from == null || until == null || silent.buffered()) {
            return new Presence.SilentTime(silent.day(), silent.millis(), null, null, false);
        }
        DayTrack last = DayTrack.of(until, facts.hours().zone());
        Duration counted = SilenceDeadline.counted(facts, from, listening, until)
                .minus(before(last, from, facts, listening))
                .plus(silent.on(last.day()));
        return new Presence.SilentTime(last.day(), counted.toMillis(), null, null, false);
    }

    private static SilenceLook nothing(Instant next) {
        return new SilenceLook(Found.NOTHING, next, null, null);
    }
}
