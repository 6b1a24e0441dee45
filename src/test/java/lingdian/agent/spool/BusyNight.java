package lingdian.agent.spool;

import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;

/**
 * The events of a busy café of 300 terminals: guests come and go on free terminals, and heartbeats list the terminals
 * in use.
 */
final class BusyNight {
    private static final int BUSY = 200;
    private static final int BETWEEN_HEARTBEATS = 10;

    private final TreeSet<String> free = new TreeSet<>();
    private final ArrayDeque<Seat> taken = new ArrayDeque<>();
    private final String persons;
    private int events;

    private record Seat(String terminal, String session) {}

    /** @param persons a prefix of document numbers, so that two cafés have different guests */
    BusyNight(String persons) {
        this.persons = persons;
        IntStream.rangeClosed(1, 300).mapToObj(n -> String.format("T%03d", n)).forEach(free::add);
    }

    EventDraft next() {
        events++;
        if (events % BETWEEN_HEARTBEATS == 0) {
            List<String> inUse = taken.stream().map(Seat::terminal).sorted().toList();
            return (seq, at) -> new AgentEvent.Heartbeat(seq, at, inUse);
        }
        return taken.size() < BUSY ? come() : go();
    }

    private EventDraft come() {
        var seat = new Seat(free.pollFirst(), "night-" + events);
        taken.add(seat);
        var document = new Document("990", persons + events, Drafts.NAME, null, "1990-01-01", ReadMethod.MANUAL);
        return (seq, at) -> new AgentEvent.Login(seq, at, seat.session(), seat.terminal(), document, true);
    }

    private EventDraft go() {
        Seat seat = taken.poll();
        free.add(seat.terminal());
        return (seq, at) -> new AgentEvent.Logout(seq, at, seat.session(), LogoutReason.PATRON);
    }
}
