package lingdian.agent.desk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision that is returned to the terminal that requested a login.
 *
 * @param session the session that is open now; null if denied
 * @param reasons all reasons against the login; empty if allowed
 * @param closesAt when the permitted interval ends; null if denied, or not within 48 h
 * @param by who decided
 */
record Decision(
        @Nullable String session,
        List<String> reasons,
        @Nullable Instant closesAt,
        By by) {
    /** Who decided. */
    enum By {
        SERVICE,
        LOCAL
    }

    boolean allow() {
        return session != null;
    }

    static Decision allowed(String session, @Nullable Instant closesAt, By by) {
        return new Decision(session, List.of(), closesAt, by);
    }

    static Decision denied(List<String> reasons, By by) {
        return new Decision(null, List.copyOf(reasons), null, by);
    }
}
