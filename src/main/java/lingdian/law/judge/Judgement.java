package lingdian.law.judge;

import java.time.Instant;
import java.util.List;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * The complete result of judging one event.
 *
 * @param effectiveAt null where the event was rejected
 * @param clockAdjusted the effective time differs from what the agent said by more than the threshold
 * @param answer the verdict or reject, where the event gets one
 * @param superseded the event's stream took the place of the café's current one
 * @param changes of findings, in order
 * @param heldBy the other café that has the person in use; no café may ever learn it
 */
public record Judgement(
        @Nullable Instant effectiveAt,
        boolean clockAdjusted,
        @Nullable Answer answer,
        boolean superseded,
        List<SessionChange> sessions,
        List<Change> changes,
        @Nullable PlaceCode heldBy) {

    /** The answer to the agent. */
    public sealed interface Answer {}

    /**
     * @param reasons why not, in the order of {@link Reason}; empty where allowed
     * @param closesAt when the permitted interval ends; null where that is more than 48 h away or the login is denied
     */
    public record Verdict(
            String session, List<Reason> reasons, @Nullable Instant closesAt) implements Answer {
        public boolean allow() {
            return reasons.isEmpty();
        }
    }

    /** @param code {@code invalid-event}, {@code duplicate-session} or {@code unknown-session} */
    public record Reject(String code, String path, String message) implements Answer {}

    /** What happened to a session. */
    public sealed interface SessionChange {
        OpenSession session();
    }

    /** @param age of the person, in years, where it is improbable: the record keeps it for a replay */
    public record SessionOpened(
            OpenSession session, @Nullable Integer age) implements SessionChange {}

    /** @param inferred no logout said so */
    public record SessionEnded(OpenSession session, Instant at, boolean inferred, EventRef by)
            implements SessionChange {}
}
