package lingdian.law.judge;

import java.time.Instant;
import java.util.Map;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;

/**
 * The state that suspicions based on one café's events alone keep about it (handbook, suspicions.md). Immutable.
 *
 * <p>A part of the state that is written with each batch, so it is kept small: counts, not lists of people. Who sat
 * where is not in it; the rules that are about persons ask the sessions ({@link CardRules}) or remember hashes, over one
 * night ({@link BridgeRules}) or two days ({@link RegistrationLists}).
 *
 * @param patrol the opening or the last patrol; null while the café is not open
 * @param clock the last finding about its clock
 * @param bridge the persons who left at the last closing; null where there are none, or it is long past
 * @param day the counts of the business day; null before the first event
 * @param past the figures of earlier business days
 * @param cards this business day's findings about persons, by id
 * @param minors the open finding about minors
 * @param powered since when terminals are on in a suspension
 * @param registrations the lists of persons who were registered one after the other
 * @param silences those of one business day
 */
record Suspicions(
        @Nullable PatrolTrack patrol,
        @Nullable Finding clock,
        @Nullable BridgeTrack bridge,
        @Nullable DayTrack day,
        PastDays past,
        Map<ViolationId, Finding> cards,
        @Nullable Finding minors,
        PoweredRules.@Nullable Track powered,
        @Nullable RegistrationLists registrations,
        SilenceRules.@Nullable Day silences) {
    static final Suspicions NONE =
            new Suspicions(null, null, null, null, PastDays.NONE, Map.of(), null, null, null, null);

    /**
     * The patrols.
     *
     * @param since the opening or the last patrol
     * @param by the event that said so
     * @param finding while it is open
     */
    record PatrolTrack(Instant since, EventRef by, @Nullable Finding finding) {}

    Suspicions {
        past = past == null ? PastDays.NONE : past; // empty values are not stored
        cards = cards == null ? Map.of() : Map.copyOf(cards);
    }

    Suspicions with(@Nullable PatrolTrack now) {
        return new Suspicions(now, clock, bridge, day, past, cards, minors, powered, registrations, silences);
    }

    Suspicions withClock(Finding now) {
        return new Suspicions(patrol, now, bridge, day, past, cards, minors, powered, registrations, silences);
    }

    Suspicions with(@Nullable BridgeTrack now) {
        return new Suspicions(patrol, clock, now, day, past, cards, minors, powered, registrations, silences);
    }

    Suspicions with(DayTrack now) {
        return new Suspicions(patrol, clock, bridge, now, past, cards, minors, powered, registrations, silences);
    }

    Suspicions with(PastDays now) {
        return new Suspicions(patrol, clock, bridge, day, now, cards, minors, powered, registrations, silences);
    }

    Suspicions withCards(Map<ViolationId, Finding> now) {
        return new Suspicions(patrol, clock, bridge, day, past, now, minors, powered, registrations, silences);
    }

    Suspicions withMinors(@Nullable Finding now) {
        return new Suspicions(patrol, clock, bridge, day, past, cards, now, powered, registrations, silences);
    }

    Suspicions withPowered(PoweredRules.@Nullable Track now) {
        return new Suspicions(patrol, clock, bridge, day, past, cards, minors, now, registrations, silences);
    }

    Suspicions with(RegistrationLists now) {
        return new Suspicions(patrol, clock, bridge, day, past, cards, minors, powered, now, silences);
    }

    Suspicions with(SilenceRules.Day now) {
        return new Suspicions(patrol, clock, bridge, day, past, cards, minors, powered, registrations, now);
    }
}
