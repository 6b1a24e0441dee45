package lingdian.agent.link;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The refusals that must not be retried, in plain words (handbook, protocol.md#closing-codes). */
final class FinalRefusals {
    private FinalRefusals() {}

    /** An HTTP status below 500 in response to the upgrade. */
    static AgentStoppedException byStatus(int status) {
        return new AgentStoppedException(
                switch (status) {
                    case 401 -> "the agent key is unknown (HTTP 401)";
                    case 404 -> "there is no agent endpoint at this address (HTTP 404)";
                    default -> "the service refused the connection (HTTP " + status + ")";
                },
                status);
    }

    /** A closing code; empty if reconnecting is right. */
    static Optional<AgentStoppedException> byCloseCode(int code, @Nullable String reason) {
        String what = switch (code) {
            case 1007 -> "a message was not UTF-8";
            case 1009 -> "a message was too long";
            case 4400 -> "the service did not understand a message";
            case 4401 -> "the agent key was ended";
            case 4408 -> "another program connected for this café";
            case 4409 -> "the events do not continue the stream that the service has";
            case 4410 -> "a newer stream of this café has superseded this one";
            default -> null;
        };
        return Optional.ofNullable(what)
                .map(text -> text + " (closed with " + code + (reason == null || reason.isEmpty() ? "" : ": " + reason)
                        + ")")
                .map(text -> new AgentStoppedException(text, code));
    }

    /** Whether reconnecting soon may succeed, for an agent that has its records and must not stop. */
    static boolean isTransient(AgentStoppedException refusal) {
        return refusal.code() == 4408 || refusal.code() == 4409;
    }
}
