package lingdian.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import lingdian.agent.AgentEvent;
import lingdian.agent.LogoutReason;
import lingdian.identity.Document;
import org.jspecify.annotations.Nullable;

/** The front desk of a demo café: who sits where, and the events that say so. Belongs to one Vert.x context. */
final class DemoDesk {
    private final AgentConnection connection;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final String sessionPrefix;
    private final List<Guest> guests = new ArrayList<>();
    private final TreeSet<Integer> free = new TreeSet<>();
    private final Promise<Void> everybodyHome = Promise.promise();
    private boolean goneHome;
    private int asking;
    private long seq;
    private int sessions;

    /** Whose card a guest came with. */
    enum Kind {
        ADULT,
        MINOR,
        /** On the card of another guest, who leaves at the same time. */
        BORROWER
    }

    /** One guest. */
    record Guest(String session, int seat, Document card, Kind kind, Instant leavesAt) {
        @Override
        public String toString() {
            return "Guest[seat=" + seat + "]";
        }
    }

    DemoDesk(AgentConnection connection, InstantSource clock, RandomGenerator random, String sessionPrefix, int seats) {
        this.connection = connection;
        this.clock = clock;
        this.random = random;
        this.sessionPrefix = sessionPrefix;
        for (int seat = 1; seat <= seats; seat++) {
            free.add(seat);
        }
    }

    List<Guest> guests() {
        return List.copyOf(guests);
    }

    boolean full() {
        return free.isEmpty();
    }

    /** Asks for the verdict and follows it: a denied guest gets no seat. Completes with the guest, or with null. */
    Future<@Nullable Guest> ask(Document card, Kind kind, Instant leavesAt) {
        Guest guest = guest(card, kind, leavesAt);
        asking++;
        return login(guest, false).map(answer -> answered(guest, answer)).onComplete(answered -> {
            asking--;
            tellIfHome();
        });
    }

    /** How many guests still wait for their verdict. */
    int asking() {
        return asking;
    }

    private @Nullable Guest answered(Guest guest, Answer answer) {
        boolean allowed = answer instanceof Answer.Verdict verdict && verdict.allow();
        if (allowed && !goneHome) {
            guests.add(guest);
            return guest;
        }
        free.add(guest.seat());
        if (allowed) {
            logout(guest, LogoutReason.LOST); // SPEC.md 2.1, point 7: allowed, but never seated
        }
        return null;
    }

    /** Seats the guest whatever the service says. */
    Guest admit(Document card, Kind kind, Instant leavesAt) {
        Guest guest = guest(card, kind, leavesAt);
        guests.add(guest);
        login(guest, true);
        return guest;
    }

    void leave(Guest guest, LogoutReason reason) {
        guests.remove(guest);
        free.add(guest.seat());
        logout(guest, reason);
    }

    /** Nobody is seated any more. Completes when every verdict that is still to come has come, and been declined. */
    Future<Void> goHome() {
        goneHome = true;
        tellIfHome();
        return everybodyHome.future();
    }

    private void tellIfHome() {
        if (goneHome && asking == 0) {
            everybodyHome.tryComplete();
        }
    }

    private void logout(Guest guest, LogoutReason reason) {
        connection.send(new AgentEvent.Logout(++seq, clock.instant(), guest.session(), reason));
    }

    /** Tells which seats are in use; {@code unregistered} of them, counted from the last seat, by nobody's login. */
    void heartbeat(int unregistered) {
        var inUse = new TreeSet<String>();
        guests.forEach(guest -> inUse.add(terminal(guest.seat())));
        free.descendingSet().stream()
                .limit(unregistered)
                .map(DemoDesk::terminal)
                .forEach(inUse::add);
        connection.send(new AgentEvent.Heartbeat(++seq, clock.instant(), List.copyOf(inUse)));
    }

    void opened() {
        connection.send(new AgentEvent.Opened(++seq, clock.instant()));
    }

    void closed() {
        connection.send(new AgentEvent.Closed(++seq, clock.instant()));
    }

    void patrol() {
        connection.send(new AgentEvent.Patrol(++seq, clock.instant(), "值班员"));
    }

    private Future<Answer> login(Guest guest, boolean admitted) {
        return connection.send(new AgentEvent.Login(
                ++seq, clock.instant(), guest.session(), terminal(guest.seat()), guest.card(), admitted));
    }

    private Guest guest(Document card, Kind kind, Instant leavesAt) {
        int seat = free.stream()
                .skip(random.nextInt(Math.max(1, free.size() / 2)))
                .findFirst()
                .orElseThrow();
        free.remove(seat);
        return new Guest(sessionPrefix + ++sessions, seat, card, kind, leavesAt);
    }

    private static String terminal(int seat) {
        return String.format("A%03d", seat);
    }
}
