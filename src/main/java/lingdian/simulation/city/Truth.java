package lingdian.simulation.city;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One violation that truly happened in a simulated café, by the definitions of the handbook
 * (rules.md#what-each-rule-finds) applied to who really sat where and when.
 *
 * @param code the violation's code
 * @param placeCode the café's place code
 * @param from its true beginning
 * @param to its true end; equal to {@code from} for a moment
 * @param seat the terminal, if the violation is about one
 * @param shown the most that the events delivered by the café can show of it
 */
record Truth(
        String code,
        String placeCode,
        Instant from,
        Instant to,
        @Nullable String seat,
        Shown shown) {
    static final String OVERTIME = "OVERTIME_OPERATION";
    static final String MINOR = "MINOR_ADMITTED";
    static final String UNVERIFIED = "IDENTITY_UNVERIFIED";
    static final String SHARED = "IDENTITY_SHARED";
    static final String UNREGISTERED = "TERMINAL_UNREGISTERED";
    static final String SUSPENDED = "OPERATION_SUSPENDED";
    static final String MEASURES = "MEASURES_STOPPED";
    static final String RECORDS = "RECORDS_BROKEN";
    static final String ABSENT = "AGENT_ABSENT";

    static final String CARD = "CARD_ON_MANY_SEATS";
    static final String LONG_SESSION = "SESSION_TOO_LONG";
    static final String TYPED = "DOCUMENTS_TYPED_BY_HAND";
    static final String BRIDGED = "MIDNIGHT_BRIDGED";
    static final String CLOCK = "CLOCK_WRONG";
    static final String PATROL = "PATROL_MISSING";
    static final String REPLAYED = "REGISTRATION_REPLAY";
    static final String BURST = "REGISTRATION_BURST";
    static final String OVERTIME_GRAVE = "OVERTIME_GRAVE";
    static final String MINORS_GRAVE = "MINORS_GRAVE";

    /**
     * The suspicions and levels of gravity that are based on one café's events and begin in shadow: scored by café and
     * business day, see {@link SuspicionScore}.
     */
    static final Set<String> SUSPICIONS =
            Set.of(CARD, LONG_SESSION, TYPED, BRIDGED, CLOCK, PATROL, REPLAYED, BURST, OVERTIME_GRAVE, MINORS_GRAVE);

    /** How much of a violation the delivered events show. */
    enum Shown {
        FACT,
        SUSPICION,
        UNOBSERVABLE;

        /** As in files and tables. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Shown factIf(boolean shown) {
            return shown ? FACT : UNOBSERVABLE;
        }
    }
}
