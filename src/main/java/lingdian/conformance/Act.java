package lingdian.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kit does to an agent over one connection.
 *
 * @param window in the welcome
 * @param clockSeconds by how much the service's clock is ahead of the truth
 * @param answers what happens to the events
 * @param events how many events end it
 * @param close the code of the closing at its end; null cuts the connection
 * @param extras whether the agent is sent what it must ignore, and an office's message
 * @param heartbeats how many heartbeats must come in time; meanwhile guests are denied, rejected and answered late. 0: none
 *     is waited for, and every guest is allowed
 */
record Act(
        String name,
        int window,
        long clockSeconds,
        Answers answers,
        int events,
        @Nullable Integer close,
        boolean extras,
        int heartbeats) {
    /** What happens to the events of an act. */
    enum Answers {
        /** Committed and answered. */
        ONCE,
        /** Committed, and answered two times. */
        TWICE,
        /** Committed, but the connection breaks before the answer. */
        KEPT_UNANSWERED,
        /** Not committed: the agent must send them again. */
        LOST,
        /** Committed; answered only when nothing more has come for a while. */
        LATE
    }

    private static final int USUAL = 4_096;
    private static final int HEARTBEATS = 3;

    /**
     * The first and the last act are the kit's own: refused upgrades, and a superseded stream. Guests have their lessons
     * late, when it is known whether this agent's guests log in at all.
     */
    static List<Act> script() {
        return List.of(
                new Act("first-contact", USUAL, 0, Answers.ONCE, 2, 1001, false, 0),
                new Act("cut-before-the-commit", USUAL, 0, Answers.LOST, 2, null, false, 0),
                new Act("cut-after-the-commit", USUAL, 0, Answers.KEPT_UNANSWERED, 2, null, false, 0),
                new Act("answers-repeated", USUAL, 0, Answers.TWICE, 2, 1001, true, 0),
                new Act("window-full", 2, 0, Answers.LATE, 3, 1001, false, 0),
                new Act("taken-over", USUAL, 0, Answers.ONCE, 1, 4408, false, 0),
                new Act("refused-with-a-gap", USUAL, 0, Answers.LOST, 1, 4409, false, 0),
                new Act("clock-an-hour-behind", USUAL, -3_600, Answers.LOST, 1, null, false, 0),
                new Act("clock-an-hour-ahead", USUAL, 3_600, Answers.ONCE, 2, 1001, false, 0),
                new Act("heartbeats", USUAL, 0, Answers.ONCE, 0, 1001, false, HEARTBEATS),
                new Act("superseded", USUAL, 0, Answers.ONCE, 1, 4410, false, 0));
    }

    /** Whether heartbeats are examined, and guests get their lessons. */
    boolean teaches() {
        return heartbeats > 0;
    }

    /** How the connection ends, for people. */
    String end() {
        return close == null ? "a cut" : String.valueOf(close);
    }
}
