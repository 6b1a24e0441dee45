package lingdian.agent.desk;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import lingdian.agent.spool.StoredEvent;
import lingdian.domain.event.AgentEvent;

/**
 * Rebuilds the open sessions from the agent's records, so that a restart loses none.
 *
 * <p>A login whose verdict never came was shown to no guest, so no guest uses its session: it must be withdrawn.
 */
final class SessionRecovery implements Consumer<StoredEvent> {
    private final PersonKey.Maker persons;
    private final Guests guests = new Guests();
    private final Set<String> unanswered = new LinkedHashSet<>();
    private final RecentSessions recent = new RecentSessions();

    SessionRecovery(PersonKey.Maker persons) {
        this.persons = persons;
    }

    @Override
    public void accept(StoredEvent stored) {
        if (stored.event() instanceof AgentEvent.Login login) {
            recent.add(login.session()); // one that was rejected is not to be recorded again either
        }
        if (stored.outcome() == StoredEvent.Outcome.REJECTED) {
            return; // it had no effect
        }
        guests.event(stored.event().at());
        switch (stored.event()) {
            case AgentEvent.Login login -> login(login, stored.outcome());
            case AgentEvent.Logout logout -> {
                guests.leave(logout.session());
                unanswered.remove(logout.session());
            }
            case AgentEvent.Heartbeat heartbeat -> guests.heartbeat(heartbeat.seq(), heartbeat.inUse());
            case AgentEvent.Opened opened -> {}
            case AgentEvent.Closed closed -> {}
            case AgentEvent.Patrol patrol -> {}
        }
    }

    /** The guests with open sessions. */
    Guests guests() {
        return guests;
    }

    /** The time of the latest event; empty if there is none. */
    Optional<Instant> latest() {
        return guests.latest();
    }

    /** The sessions that were requested and neither answered nor withdrawn. */
    Set<String> unanswered() {
        return unanswered;
    }

    /** The sessions of the last logins. */
    RecentSessions recent() {
        return recent;
    }

    private void login(AgentEvent.Login login, StoredEvent.Outcome outcome) {
        if (login.admitted() || outcome == StoredEvent.Outcome.ALLOWED) {
            guests.seat(Guest.of(login, persons.of(login.document())));
        } else if (outcome == StoredEvent.Outcome.NONE) {
            unanswered.add(login.session());
        }
    }
}
