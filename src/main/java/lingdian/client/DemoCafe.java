package lingdian.client;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.random.RandomGenerator;
import lingdian.agent.LogoutReason;
import lingdian.client.DemoDesk.Guest;
import lingdian.client.DemoDesk.Kind;
import lingdian.identity.Document;

/**
 * What happens in one café of the demo city, minute by minute of city time: guests come and go, the doors open and close,
 * and where the habit is bad, it shows. Belongs to one Vert.x context.
 */
final class DemoCafe {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int OPENS_HOUR = 8;
    private static final int LAST_ENTRY_MINUTES = 20;
    private static final double BUSY = 0.6;

    private final DemoHabit habit;
    private final DemoPeople people;
    private final DemoDesk desk;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int seats;
    private boolean open;

    DemoCafe(
            DemoHabit habit, DemoPeople people, DemoDesk desk, InstantSource clock, RandomGenerator random, int seats) {
        this.habit = habit;
        this.people = people;
        this.desk = desk;
        this.clock = clock;
        this.random = random;
        this.seats = seats;
    }

    /** One minute of city time. */
    void minute() {
        Instant now = clock.instant();
        LocalDateTime local = now.atZone(EventJson.ZONE).toLocalDateTime();
        boolean mayOpen = local.getHour() >= OPENS_HOUR;
        openOrClose(mayOpen);
        departures(now);
        if (running(now)) {
            arrivals(now, mayOpen);
        }
        desk.heartbeat(unregistered(local, mayOpen));
        if (open && local.getMinute() == 30) {
            desk.patrol();
        }
    }

    /** Everybody goes home: the city stops. Completes when the last event is on its way. */
    Future<Void> empty() {
        desk.guests().forEach(guest -> leave(guest, LogoutReason.CLOSING));
        return desk.goHome().onSuccess(home -> {
            if (open) {
                desk.closed();
                open = false;
            }
        });
    }

    private void openOrClose(boolean mayOpen) {
        if (mayOpen != open) {
            open = mayOpen;
            if (open) {
                desk.opened();
            } else {
                desk.closed(); // behind closed doors, some go on
            }
        }
    }

    /** Whether guests may stay, by this café's own lights: from 08:00 to midnight, or longer. */
    private boolean running(Instant at) {
        LocalDateTime local = at.atZone(EventJson.ZONE).toLocalDateTime();
        int minuteOfDay = local.getHour() * 60 + local.getMinute();
        return local.getHour() >= OPENS_HOUR || minuteOfDay < habit.minutesPastMidnight();
    }

    private void departures(Instant now) {
        boolean lastMinutes = !running(now.plus(MINUTE.multipliedBy(2)));
        for (Guest guest : desk.guests()) {
            if (lastMinutes) {
                leave(guest, LogoutReason.CLOSING);
            } else if (!guest.leavesAt().isAfter(now)) {
                leave(guest, LogoutReason.PATRON);
            }
        }
    }

    private void leave(Guest guest, LogoutReason reason) {
        desk.leave(guest, reason);
        if (guest.kind() == Kind.ADULT) {
            people.home(guest.card());
        }
    }

    private void arrivals(Instant now, boolean mayOpen) {
        if (!running(now.plus(MINUTE.multipliedBy(LAST_ENTRY_MINUTES))) || desk.full()) {
            return;
        }
        for (int i = 0; i < 3 && desk.guests().size() + desk.asking() < seats * BUSY; i++) {
            if (random.nextInt(3) > 0) {
                adult(now, mayOpen);
            }
        }
        if (random.nextInt(30) == 0) {
            minor(now);
        }
        if (habit.sharesCards() && desk.guests().stream().noneMatch(guest -> guest.kind() == Kind.BORROWER)) {
            secondSeat(now);
        }
    }

    private void adult(Instant now, boolean mayOpen) {
        Document card = people.adult();
        if (!mayOpen) {
            desk.admit(card, Kind.ADULT, stay(now)); // asking would be denied
            return;
        }
        desk.ask(card, Kind.ADULT, stay(now)).onComplete(answered -> {
            if (answered.failed() || answered.result() == null) {
                people.home(card);
            }
        });
    }

    private void minor(Instant now) {
        if (habit.admitsMinors()) {
            desk.admit(people.minor(), Kind.MINOR, stay(now));
        } else {
            desk.ask(people.minor(), Kind.MINOR, stay(now)); // and goes away again
        }
    }

    private void secondSeat(Instant now) {
        Instant longEnough = now.plus(Duration.ofMinutes(15));
        desk.guests().stream()
                .filter(guest -> guest.leavesAt().isAfter(longEnough))
                .findFirst()
                .ifPresent(first -> desk.admit(first.card(), Kind.BORROWER, first.leavesAt()));
    }

    private Instant stay(Instant now) {
        return now.plus(Duration.ofMinutes(30 + random.nextInt(150)));
    }

    /** For twenty minutes of each hour, one guest sits there whom nobody registered. */
    private int unregistered(LocalDateTime local, boolean mayOpen) {
        return habit.seatsUnregistered() && mayOpen && local.getMinute() % 60 < 20 ? 1 : 0;
    }
}
