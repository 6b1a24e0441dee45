package lingdian.conformance;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lingdian.domain.event.LogoutReason;

/** What the kit did to one guest's login, and what became of the guest. Pure. */
final class GuestLesson {
    /** After so many it is known, though the first may have crossed the answer. */
    private static final int HEARTBEATS = 3;

    private static final int SHOWN_MIN = 2;

    /** In the order in which guests get them: the late answer takes longest, and the others fit into that time. */
    enum Kind {
        /** The verdict is withheld for a while, and allows. */
        ANSWERED_LATE("late-verdict"),
        DENIED("denied-guest"),
        REJECTED("rejected-guest");

        private final String check;

        Kind(String check) {
            this.check = "agent/" + check;
        }

        String check() {
            return check;
        }
    }

    private final Kind kind;
    private final String session;
    private final String terminal;
    private boolean answered;
    private boolean over;
    private boolean taken;
    private boolean lost;
    private int heartbeats;
    private int shown;
    private Optional<AgentFault> fault = Optional.empty();

    /** @param terminal where nobody sat before */
    GuestLesson(Kind kind, String session, String terminal) {
        this.kind = kind;
        this.session = session;
        this.terminal = terminal;
    }

    Kind kind() {
        return kind;
    }

    String session() {
        return session;
    }

    String terminal() {
        return terminal;
    }

    /** The answer was sent. */
    void answered() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    /** Whether nothing more is waited for. */
    boolean isOver() {
        return over;
    }

    /** Another session opened on the terminal, or this one by a further login. */
    void opened() {
        taken = true;
        over = true;
    }

    /**
     * The session was logged out. An agent that did not get its answer in time may log a guest out as lost who was never
     * allowed.
     *
     * @param wasOpen whether a login had opened it
     */
    void loggedOut(LogoutReason reason, boolean wasOpen) {
        lost |= reason == LogoutReason.LOST;
        over = true;
        seatedUnless(wasOpen || reason == LogoutReason.LOST || kind == Kind.ANSWERED_LATE);
    }

    /** A heartbeat came after the answer: it shows whether the guest sits there. */
    void heartbeat(Collection<String> inUse) {
        if (!answered || taken || over && kind == Kind.ANSWERED_LATE) {
            return;
        }
        heartbeats++;
        shown += inUse.contains(terminal) ? 1 : 0;
        if (kind == Kind.ANSWERED_LATE) {
            allowedIsSeated();
        } else if (shown >= SHOWN_MIN || heartbeats >= HEARTBEATS) {
            over = true;
            seatedUnless(shown < SHOWN_MIN);
        }
    }

    private void allowedIsSeated() {
        if (shown > 0) {
            over = true;
        } else if (heartbeats >= HEARTBEATS) {
            over = true;
            fault = Optional.of(AgentFault.LOST_MISSING);
        }
    }

    private void seatedUnless(boolean rightly) {
        if (!rightly) {
            fault = Optional.of(kind == Kind.REJECTED ? AgentFault.REJECTED_BUT_SEATED : AgentFault.DENIED_BUT_SEATED);
        }
    }

    CheckResult result() {
        if (fault.isPresent()) {
            return CheckResult.failed(kind.check(), List.of(fault.get().told("")));
        }
        if (!over) {
            return CheckResult.skipped(kind.check(), "too few heartbeats came to see whether the guest was seated");
        }
        return kind == Kind.ANSWERED_LATE && !lost
                ? CheckResult.skipped(
                        kind.check(),
                        "no logout as lost was due: the agent waited for the verdict and seated the guest, or another came"
                                + " to that terminal; --verdict-seconds withholds the verdict longer")
                : CheckResult.passed(kind.check());
    }
}
