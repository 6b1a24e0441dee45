package lingdian.agent.desk;

import java.time.Instant;
import lingdian.domain.document.MaskedPerson;
import lingdian.domain.event.AgentEvent;

/**
 * One person with an open session: logged in at a terminal and not logged out.
 *
 * <p>The document itself is not stored: the status shows it masked, and a hash is enough to recognise the person.
 *
 * @param login the number of the login in the stream
 * @param decidedHere true if the agent decided, because the service gave no verdict in time
 */
record Guest(
        String session,
        String terminal,
        Instant since,
        long login,
        PersonKey person,
        MaskedPerson masked,
        boolean decidedHere) {

    static Guest of(AgentEvent.Login login, PersonKey person) {
        return new Guest(
                login.session(),
                login.terminal(),
                login.at(),
                login.seq(),
                person,
                MaskedPerson.of(login.document()),
                login.admitted());
    }

    @Override
    public String toString() {
        return "Guest[" + terminal + "]";
    }
}
