package lingdian.intake.batch;

import java.util.List;
import lingdian.domain.document.Document;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentEvent;
import lingdian.intake.verifier.IdentityVerifier;
import lingdian.law.judge.Identity;
import org.jspecify.annotations.Nullable;

/**
 * An event with all that can be worked out before its turn comes: outside the lock, where it delays no other work.
 *
 * @param text as received
 * @param contentMac keyed hash of the parsed content
 * @param identity the person of a login
 * @param tokens of a login's person, with the name's hash: the one in use first, alone while there is one key
 */
record PreparedEvent(
        AgentEvent event,
        String text,
        byte[] contentMac,
        @Nullable Identity identity,
        List<NamedToken> tokens) {
    /**
     * Terminals that are judged and stored in the time of a few events. The largest cafés have about a thousand, so
     * that a heartbeat of an honest one weighs no more than an event for each of its lists.
     */
    static final int TERMINALS_OF_ONE_EVENT = 1_000;

    /**
     * Characters that are stored in the time of an event. Any may be rejected, and its text is then sealed whole, while all wait. That
     * of an honest café has a few hundred.
     */
    static final int CHARACTERS_OF_ONE_EVENT = 2_048;

    /** Those of as many terminals, in three lists of long ids. */
    private static final int CHARACTERS_OF_ONE_HEARTBEAT = 32_768;

    /** How much work it is, in events. */
    int weight() {
        return event instanceof AgentEvent.Heartbeat heartbeat
                ? Math.max(
                        weight(CHARACTERS_OF_ONE_HEARTBEAT), Math.ceilDiv(terminals(heartbeat), TERMINALS_OF_ONE_EVENT))
                : weight(CHARACTERS_OF_ONE_EVENT);
    }

    private int weight(int charactersOfOne) {
        return Math.max(1, Math.ceilDiv(text.length(), charactersOfOne));
    }

    /** How many ids it lists; each list costs about the same, whatever it says of the terminals. */
    private static int terminals(AgentEvent.Heartbeat heartbeat) {
        return heartbeat.inUse().size() + size(heartbeat.powered()) + size(heartbeat.witnessed());
    }

    private static int size(@Nullable List<String> ids) {
        return ids == null ? 0 : ids.size();
    }

    static int weight(List<PreparedEvent> events) {
        int sum = 0;
        for (PreparedEvent event : events) {
            sum += event.weight();
        }
        return sum;
    }

    long seq() {
        return event.seq();
    }

    /** The person's tokens under the other keys of the ring: none while there is one. */
    List<PersonToken> otherTokens() {
        return tokens.stream().skip(1).map(NamedToken::token).toList();
    }

    /**
     * What an outside verifier is asked about it. Null for an event that is no login, for a malformed document, which is
     * refused whatever the verifier answers, and for a network identity, which has neither number nor name.
     */
    IdentityVerifier.@Nullable Question question() {
        return event instanceof AgentEvent.Login login
                        && login.document() instanceof Document document
                        && identity != null
                        && identity.form().wellFormed()
                ? IdentityVerifier.Question.of(document, tokens.getFirst())
                : null;
    }

    @Override
    public String toString() {
        return "PreparedEvent[seq=" + event.seq() + "]"; // the text may hold personal data
    }
}
