package lingdian.law.judge;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one business day of a café: from 08:00 to 08:00 of its local time (handbook, glossary.md#words),
 * so that sessions past midnight belong to the evening before. Immutable.
 *
 * @param until its end, excluded
 * @param logins that opened a session
 * @param typed those of them whose document was typed by hand
 * @param firstTyped when the first of them was
 * @param evidence the first of them
 */
record DayTrack(
        LocalDate day,
        Instant from,
        Instant until,
        int logins,
        int typed,
        @Nullable Instant firstTyped,
        List<EventRef> evidence) {
    private static final int BEGINS_HOUR = 8;
    private static final int MAX_EVIDENCE = 10;

    DayTrack {
        evidence = evidence == null ? List.of() : evidence; // empty values are not stored
    }

    static DayTrack of(Instant at, ZoneId zone) {
        LocalDate day = at.atZone(zone).minusHours(BEGINS_HOUR).toLocalDate();
        Instant from = day.atTime(BEGINS_HOUR, 0).atZone(zone).toInstant();
        Instant until = day.plusDays(1).atTime(BEGINS_HOUR, 0).atZone(zone).toInstant();
        return new DayTrack(day, from, until, 0, 0, null, List.of());
    }

    DayTrack login() {
        return new DayTrack(day, from, until, logins + 1, typed, firstTyped, evidence);
    }

    DayTrack typedLogin(Instant at, EventRef ref) {
        var refs = new ArrayList<>(evidence);
        if (refs.size() < MAX_EVIDENCE) {
            refs.add(ref);
        }
        return new DayTrack(
                day, from, until, logins + 1, typed + 1, firstTyped == null ? at : firstTyped, List.copyOf(refs));
    }

    /** Typed documents per thousand logins. */
    int typedPerMille() {
        return logins == 0 ? 0 : (int) (1_000L * typed / logins);
    }
}
