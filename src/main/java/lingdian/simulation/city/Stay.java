package lingdian.simulation.city;

import java.time.Instant;
import java.util.Objects;
import lingdian.domain.document.Document;
import org.jspecify.annotations.Nullable;

/** One guest at one seat, as it truly was, and how the café's agent recorded it. */
final class Stay {
    /** How the guest is registered, if at all. */
    enum Registered {
        PROPERLY,
        /** With a number that was typed wrongly, or an expired card: the document itself reveals the fault. */
        ON_A_FAULTY_DOCUMENT,
        /** With a number that was typed wrongly and looks right. */
        ON_A_WRONG_NUMBER,
        ON_A_HOUSE_CARD,
        NOT_AT_ALL
    }

    final String seat;
    final CityPerson person;
    final Registered registered;
    final @Nullable Document card;
    final Instant from;
    private Instant to;
    private Instant meansToStayUntil;
    private @Nullable String session;

    /**
     * According to the delivered events: whether the session is open, and how many heartbeats in a row missed its seat.
     */
    boolean recordedOpen;

    int missed;
    /** A login with the guest's document was delivered. */
    boolean loginDelivered;
    /** Two heartbeats in a row show the seat in use without a session. */
    boolean seenUnregistered;
    /** No heartbeat lists the seat: it has no agent, or the agent is prevented from seeing it. */
    final boolean unseen;

    Stay(String seat, CityPerson person, Registered registered, @Nullable Document card, Instant from, Instant to) {
        this(seat, person, registered, card, from, to, false);
    }

    private Stay(
            String seat,
            CityPerson person,
            Registered registered,
            @Nullable Document card,
            Instant from,
            Instant to,
            boolean unseen) {
        this.seat = seat;
        this.person = person;
        this.registered = registered;
        this.card = card;
        this.from = from;
        this.to = to;
        this.meansToStayUntil = to;
        this.unseen = unseen;
    }

    /** A guest without a login, whom no heartbeat shows. */
    static Stay unseen(String seat, CityPerson person, Instant from, Instant to) {
        return new Stay(seat, person, Registered.NOT_AT_ALL, null, from, to, true);
    }

    /** A person who is not there. */
    static Stay onlyRegistered(String seat, CityPerson person, Instant at) {
        return new Stay(seat, person, Registered.PROPERLY, person.card(), at, at);
    }

    /** When the guest goes home, perhaps after logging out and in again. */
    Instant meansToStayUntil() {
        return meansToStayUntil;
    }

    void meansToStayUntil(Instant until) {
        meansToStayUntil = until;
    }

    /** When the guest leaves: the planned time until then. */
    Instant to() {
        return to;
    }

    void endsAt(Instant at) {
        to = at;
    }

    void session(String id) {
        session = id;
    }

    String session() {
        return Objects.requireNonNull(session, "the guest was never logged in");
    }

    @Override
    public String toString() {
        return "Stay[" + seat + ", " + from + ", " + to + "]";
    }
}
