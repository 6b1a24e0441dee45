package lingdian.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import lingdian.agent.spool.EventDraft;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;

/**
 * An evening in one café, from before closing time to after it, drawn from the seed: guests who stay too long, minors,
 * shared cards, a person who requests a seat in several cafés at once, heartbeats that omit a terminal.
 *
 * <p>Events do not depend on the service's answers: a guest who was denied logs out too, and that logout is rejected.
 */
final class Script {
    static final long MINUTE = 60_000_000L;
    static final long MINUTES = 80;
    private static final long RACE_MICROS = 20_000;
    private static final long HEARTBEAT_MINUTES = 9;

    private final VirtualTime time;
    private final Cafe cafe;
    private final Random random;
    private final boolean races;
    private int guests;
    private int heartbeats;

    /**
     * @param races whether people request seats in several cafés at once, so that chance decides which login is allowed
     */
    Script(VirtualTime time, Cafe cafe, boolean races) {
        this.time = time;
        this.cafe = cafe;
        this.random = time.random();
        this.races = races;
    }

    /** Schedules the events of the evening. */
    void write(Program street) {
        at(street, random.nextLong(MINUTE), "opened", (seq, at) -> new AgentEvent.Opened(seq, at), false);
        for (long minute = 1; minute < MINUTES; minute += HEARTBEAT_MINUTES) {
            time.after(minute * MINUTE + random.nextLong(MINUTE), street, this::heartbeat);
        }
        int visits = 2 + random.nextInt(6);
        for (int i = 0; i < visits; i++) {
            visit(street);
        }
        if (races) {
            for (long minute = 5; minute < MINUTES / 2; minute += 4) {
                String racer = "racer " + minute;
                long together = random.nextBoolean() ? RACE_MICROS : RACE_MICROS * 100;
                time.after(minute * MINUTE + random.nextLong(together), street, () -> guest(street, racer, false));
            }
        }
        if (random.nextBoolean()) {
            at(street, (MINUTES - 1) * MINUTE, "closed", (seq, at) -> new AgentEvent.Closed(seq, at), false);
        }
    }

    private void visit(Program street) {
        long comes = MINUTE + random.nextLong((MINUTES - 10) * MINUTE);
        int kind = random.nextInt(10);
        time.after(comes, street, () -> {
            switch (kind) {
                case 0 -> guest(street, "minor " + cafe.placeCode() + guests, true);
                case 1 -> guest(street, "shared " + random.nextInt(2), true);
                case 2 -> guest(street, "minor " + cafe.placeCode() + guests, false);
                default -> guest(street, "adult " + cafe.placeCode() + guests, random.nextInt(4) == 0);
            }
        });
    }

    private void guest(Program street, String person, boolean admitted) {
        String session = "s" + ++guests;
        String terminal = "T" + (races ? guests : random.nextInt(12));
        String born = person.startsWith("minor") ? "2012-05-05" : "1990-01-01";
        var document = new Document("990", person, "王小明", null, born, ReadMethod.CHIP);
        cafe.record(
                "login " + session,
                (seq, at) -> new AgentEvent.Login(seq, at, session, terminal, document, admitted),
                true);
        cafe.inUse().add(terminal);
        long stays = MINUTE + random.nextLong(30 * MINUTE);
        if (random.nextInt(8) != 0) { // else the logout is forgotten
            time.after(stays, street, () -> {
                cafe.inUse().remove(terminal);
                cafe.record(
                        "logout " + session,
                        (seq, at) -> new AgentEvent.Logout(seq, at, session, LogoutReason.PATRON),
                        false);
            });
        }
    }

    /**
     * Records a heartbeat with a unique mark, which looks like a terminal that is seen only once and so has no effect.
     */
    private void heartbeat() {
        String mark = "A" + ++heartbeats;
        Set<String> listed = new TreeSet<>(cafe.inUse());
        if (random.nextInt(3) == 0) {
            listed.removeIf(terminal -> random.nextBoolean());
        }
        listed.add(mark);
        List<String> inUse = new ArrayList<>(listed);
        cafe.record("heartbeat " + mark, (seq, at) -> new AgentEvent.Heartbeat(seq, at, inUse), false);
    }

    private void at(Program street, long micros, String name, EventDraft draft, boolean login) {
        time.after(micros, street, () -> cafe.record(name, draft, login));
    }
}
