package lingdian.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.UUID;
import lingdian.violation.Code;
import lingdian.violation.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Why a stored finding cannot be decided again from the journal's events.
 *
 * <p>They are counted apart and never as removed: that nothing is found of them now says nothing.
 */
enum Outside {
    /** {@code MEASURES_STOPPED} is about what was not received, and by whom the service was reached meanwhile. */
    SILENCE("a silence: decided by what was not received"),
    /**
     * {@code RECORDS_BROKEN} of a greeting, a repeated number or a stored chain, and {@code COVERAGE_LOW}, which rests on what
     * greetings say: none of them is an event.
     */
    NO_EVENT("of a greeting, a repeated number or a stored record, which are no events"),
    /** {@code IDENTITY_UNVERIFIED} by an answer that an outside verifier gave late. */
    LATE_ANSWER("an outside verifier's late answer"),
    /** So near to the first record that is kept that what went before would be needed. */
    EDGE("at the edge of what is kept"),
    /** Of a code that this program's judge does not have. */
    UNKNOWN_CODE("of a code that is unknown");

    private final String why;

    Outside(String why) {
        this.why = why;
    }

    String why() {
        return why;
    }

    /** Whether a stored finding cannot be found again for what it is; null where it can. */
    static @Nullable Outside ofItsNature(JsonNode stored, Set<UUID> askedAgain) {
        UUID id = UUID.fromString(stored.path("id").asText());
        return switch (code(stored)) {
            case null -> UNKNOWN_CODE;
            case MEASURES_STOPPED -> SILENCE;
            case COVERAGE_LOW -> NO_EVENT;
            case RECORDS_BROKEN -> isOfANewStream(stored, id) ? null : NO_EVENT;
            case IDENTITY_UNVERIFIED -> askedAgain.contains(id) ? LATE_ANSWER : null;
            case OVERTIME_OPERATION,
                    MINOR_ADMITTED,
                    IDENTITY_SHARED,
                    TERMINAL_UNREGISTERED,
                    OPERATION_SUSPENDED,
                    CARD_ON_MANY_SEATS,
                    SESSION_TOO_LONG,
                    DOCUMENTS_TYPED_BY_HAND,
                    MIDNIGHT_BRIDGED,
                    CLOCK_WRONG,
                    PATROL_MISSING -> null;
        };
    }

    /** A new stream while the old one has open sessions is the one occurrence that is itself an event. */
    private static boolean isOfANewStream(JsonNode stored, UUID id) {
        String place = stored.path("placeCode").asText();
        for (JsonNode proof : stored.path("evidence")) {
            if (id.equals(Finding.id(
                    Code.RECORDS_BROKEN, place, "stream|" + proof.path("stream").asText()))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Code code(JsonNode stored) {
        String name = stored.path("code").asText();
        for (Code code : Code.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }
}
