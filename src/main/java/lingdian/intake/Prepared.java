package lingdian.intake;

import lingdian.agent.AgentEvent;
import lingdian.violation.Identity;
import org.jspecify.annotations.Nullable;

/**
 * An event with all that can be worked out before its turn comes: outside the lock, where it holds up nobody.
 *
 * @param text as received
 * @param contentMac keyed hash of the parsed content
 * @param identity the person of a login
 * @param nameHash of a login's name, to compare with the registry's
 */
record Prepared(
        AgentEvent event,
        String text,
        byte[] contentMac,
        @Nullable Identity identity,
        byte @Nullable [] nameHash) {
    long seq() {
        return event.seq();
    }

    @Override
    public String toString() {
        return "Prepared[seq=" + event.seq() + "]"; // the text may hold personal data
    }
}
