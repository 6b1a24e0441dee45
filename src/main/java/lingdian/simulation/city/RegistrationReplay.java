package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Guests of the first day whom a café registers again on every other day, in their order and with nobody at the seats
 * ({@link Habit#REPLAYS_REGISTRATIONS}). They never visit another café, so that no other rule concerns them.
 */
final class RegistrationReplay {
    private static final int GUESTS = 12;
    /** The shortest list that counts as replayed (handbook, suspicions.md). */
    private static final int SHORTEST = 5;

    private static final Duration AFTER_OPENING = Duration.ofMinutes(40);
    private static final int SECONDS_BETWEEN_GUESTS = 5;

    private final List<CityPerson> listed = new ArrayList<>();
    private final Agenda agenda;
    private final AgentScript agent;
    private final CafeTruth truth;
    private final Floor floor;
    private boolean registered;

    RegistrationReplay(
            Habit habit, Population population, Agenda agenda, AgentScript agent, CafeTruth truth, Floor floor) {
        this.agenda = agenda;
        this.agent = agent;
        this.truth = truth;
        this.floor = floor;
        if (habit == Habit.REPLAYS_REGISTRATIONS) {
            for (int i = 0; i < GUESTS; i++) {
                listed.add(population.newAdult());
            }
        }
    }

    /**
     * Plans the visits of the first day, unless it begins too late for that, or the registrations of another.
     *
     * @param visit seats a guest who comes
     */
    void plan(int number, CafeDay day, BiConsumer<Instant, GuestVisit> visit) {
        if (listed.isEmpty()) {
            return;
        }
        Instant begins = day.opens().plus(AFTER_OPENING);
        if (number > 0) {
            agenda.at(begins, this::registerAgain);
            return;
        }
        for (int i = 0; i < GUESTS; i++) {
            GuestVisit guest = GuestVisit.proper(listed.get(i));
            Instant comes = begins.plusSeconds((long) i * SECONDS_BETWEEN_GUESTS);
            if (day.letsIn(comes)) {
                registered = true;
                agenda.at(comes, now -> comes(now, guest, visit));
            }
        }
    }

    private void comes(Instant now, GuestVisit guest, BiConsumer<Instant, GuestVisit> visit) {
        if (floor.free(now, 1).isEmpty()) {
            listed.remove(guest.person()); // who finds no seat is not registered
        } else {
            visit.accept(now, guest);
        }
    }

    boolean lists(CityPerson person) {
        return listed.contains(person);
    }

    /** The sessions end when heartbeats do not list their terminals. */
    private void registerAgain(Instant begins) {
        List<String> seats = floor.free(begins, listed.size());
        for (int i = 0; i < seats.size(); i++) {
            CityPerson person = listed.get(i);
            String seat = seats.get(i);
            Instant entered = begins.plusSeconds(i);
            agenda.at(entered, now -> agent.asked(now, Stay.onlyRegistered(seat, person, now)));
        }
        if (registered && seats.size() >= SHORTEST) {
            truth.replayed(begins);
        }
        registered = true;
    }
}
