package lingdian.console.frame;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.office.disclosure.UnmaskingDetail;
import lingdian.office.query.PersonSummary;
import org.jspecify.annotations.Nullable;

/**
 * The person of a violation on its page: masked, or unmasked for 15 minutes for a reader whose request was granted.
 *
 * @param person masked; null if the violation concerns no person
 * @param shown the reader's latest request; null if there is none
 * @param pending requests of others that wait for a second person
 * @param asks whether the reader may request an unmasking
 */
public record Mask(@Nullable PersonSummary person, @Nullable Unmasked shown, List<Pending> pending, boolean asks) {

    /**
     * The reader's request to unmask the person.
     *
     * @param secondPerson why a second person must approve; null if none must
     * @param person null while it is not granted
     * @param askAgainSeconds after which the page asks whether this has changed; 0: never
     */
    public record Unmasked(
            String state,
            @Nullable String secondPerson,
            @Nullable PersonSummary person,
            @Nullable OffsetDateTime until,
            long askAgainSeconds) {
        /** Granted, but to an account that has changed since: the form to ask again is shown with it. */
        public static final Unmasked CHANGED = new Unmasked("changed", null, null, null, 0);

        private static final long PENDING_SECONDS = 5;

        /** @param now when the page is shown */
        public static Unmasked of(UnmaskingDetail unmasking, Instant now) {
            return new Unmasked(
                    unmasking.state(),
                    unmasking.secondPerson(),
                    unmasking.person().orElse(null),
                    unmasking.expiresAt(),
                    askAgainSeconds(unmasking, now));
        }

        /** A pending one is asked for often; a granted one when it is over, so that the person is masked again. */
        private static long askAgainSeconds(UnmaskingDetail unmasking, Instant now) {
            OffsetDateTime ends = unmasking.expiresAt();
            return switch (unmasking.state()) {
                case "pending" -> PENDING_SECONDS;
                case "granted" ->
                    ends == null
                            ? 0
                            : 1 + Math.max(0, Duration.between(now, ends).toSeconds());
                default -> 0;
            };
        }

        @Override
        public String toString() {
            return "Unmasked[" + state + "]";
        }
    }

    /** Another account's request for this violation. */
    public record Pending(
            UUID id,
            String who,
            String reason,
            String secondPerson,
            @Nullable OffsetDateTime until) {
        public static Pending of(UnmaskingDetail unmasking) {
            return new Pending(
                    unmasking.id(),
                    unmasking.askedByName(),
                    unmasking.reason(),
                    Objects.requireNonNullElse(unmasking.secondPerson(), ""),
                    unmasking.expiresAt());
        }

        @Override
        public String toString() {
            return "Pending[" + id + "]"; // the reason is free text
        }
    }
}
