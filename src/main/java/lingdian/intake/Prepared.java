package lingdian.intake;

import java.util.List;
import lingdian.agent.AgentEvent;
import lingdian.identity.PersonToken;
import lingdian.violation.Identity;
import org.jspecify.annotations.Nullable;

/**
 * An event with all that can be worked out before its turn comes: outside the lock, where it holds up nobody.
 *
 * @param text as received
 * @param contentMac keyed hash of the parsed content
 * @param identity the person of a login
 * @param otherTokens the person's tokens under the other keys of the ring: empty while there is one
 */
record Prepared(
        AgentEvent event,
        String text,
        byte[] contentMac,
        @Nullable Identity identity,
        List<PersonToken> otherTokens) {
    long seq() {
        return event.seq();
    }

    @Override
    public String toString() {
        return "Prepared[seq=" + event.seq() + "]"; // the text may hold personal data
    }
}
