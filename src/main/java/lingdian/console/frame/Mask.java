package lingdian.console.frame;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.office.api.PersonSummary;
import lingdian.office.disclosure.UnmaskingDetail;
import org.jspecify.annotations.Nullable;

/**
 * What the page says of a violation's person: masked, and unmasked for 15 minutes for a reader who asked for it.
 *
 * @param person masked; null if the violation concerns no person
 * @param shown the unmasking that was asked for last; null where none was
 * @param pending those of others that wait for a second person
 * @param asks whether the reader may ask
 */
public record Mask(@Nullable PersonSummary person, @Nullable Unmasked shown, List<Pending> pending, boolean asks) {

    /**
     * An unmasking that the reader asked for.
     *
     * @param secondPerson why a second person must approve; null where none must
     * @param person null while it is not granted
     */
    public record Unmasked(
            String state,
            @Nullable String secondPerson,
            @Nullable PersonSummary person,
            String until) {
        public static Unmasked of(UnmaskingDetail unmasking) {
            return new Unmasked(
                    unmasking.state(),
                    unmasking.secondPerson(),
                    unmasking.person().orElse(null),
                    Times.second(unmasking.expiresAt()));
        }

        @Override
        public String toString() {
            return "Unmasked[" + state + "]";
        }
    }

    /** Somebody else's request for this violation. */
    public record Pending(UUID id, String who, String reason, String secondPerson, String until) {
        public static Pending of(UnmaskingDetail unmasking) {
            return new Pending(
                    unmasking.id(),
                    unmasking.askedByName(),
                    unmasking.reason(),
                    Objects.requireNonNullElse(unmasking.secondPerson(), ""),
                    Times.second(unmasking.expiresAt()));
        }

        @Override
        public String toString() {
            return "Pending[" + id + "]"; // the reason is free text
        }
    }
}
