package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import lingdian.domain.ChinaTime;
import lingdian.domain.event.LogoutReason;
import lingdian.simulation.city.Stay.Registered;
import org.jspecify.annotations.Nullable;

/**
 * One café of the city: guests come and go, it opens and closes, and its agent is informed or not, all by the café's
 * habit.
 *
 * <p>It never waits for the service: its verdicts are known beforehand, so that one seed gives one city.
 */
final class SimulatedCafe {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double NEVER_SEATED = 0.005;
    private static final double LOGOUT_LOST = 0.25;

    private static final int PATROL_MINUTES = 85;
    private static final int PATROL_MINUTES_MORE = 30;
    private static final int LAZY_PATROL_MINUTES = 150;
    private static final int LAZY_PATROL_MINUTES_MORE = 150;

    private final CitySettings settings;
    private final CafeSheet sheet;
    private final Habit habit;
    private final double sessionsPerDay;
    private final @Nullable Suspension suspension;
    private final Population population;
    private final HouseCards houseCards;
    private final String placeCode;
    private final SplittableRandom random;
    private final Agenda agenda = new Agenda();
    private final AgentScript agent;
    private final AgentDisruptions disruptions;
    private final CafeTruth truth;
    private final GuestArrivals arrivals;
    private final GuestReturns returns;
    private final Floor floor;
    private final RegistrationReplay replay;
    private @Nullable CafeDay day;

    SimulatedCafe(
            CitySettings settings,
            CafeSheet sheet,
            Population population,
            HouseCards houseCards,
            SplittableRandom random,
            Consumer<Act> acts,
            Consumer<Truth> truths) {
        this.settings = settings;
        this.sheet = sheet;
        this.habit = sheet.habit();
        this.sessionsPerDay = sheet.sessionsPerDay();
        this.suspension = sheet.suspension();
        this.placeCode = sheet.placeCode();
        this.population = population;
        this.houseCards = houseCards;
        this.random = random;
        this.agent = new AgentScript(sheet.index(), sheet.sessionPrefix(), settings.saysSent(), acts);
        this.truth = new CafeTruth(sheet, agent.observable(), settings.saysSent(), truths);
        this.arrivals = new GuestArrivals(habit, sheet.circumstance(), population, houseCards, random);
        this.returns = new GuestReturns(sheet, random);
        this.floor = new Floor(Math.min(sheet.terminals(), sheet.installed()), random);
        this.disruptions =
                new AgentDisruptions(habit, sheet.circumstance(), settings, agenda, agent, truth, floor, random);
        this.replay = new RegistrationReplay(habit, population, agenda, agent, truth, floor);
        agenda.at(settings.from(), this::minute);
        agenda.at(settings.from().plusSeconds(random.nextInt(60)), this::heartbeat);
        agenda.at(settings.from(), from -> begin(0));
    }

    /** Advances the time. */
    void advance(Instant until) {
        agenda.advance(until);
    }

    /** The city is over. */
    void finish() {
        truth.cityOver(settings.to());
    }

    private void begin(int number) {
        Instant opening = settings.opening(number);
        CafeDay today = CafeDay.of(sheet, opening, settings.from(), random);
        day = today;
        arrivals.day(number);
        if (number == 0 || !sheet.roundTheClock()) {
            agenda.at(today.opens().minusSeconds(30), this::opened);
            agenda.at(today.opens().plus(toNextPatrol()), this::patrol);
        }
        if (!sheet.roundTheClock()) {
            agenda.at(today.closes(), this::closed);
        }
        disruptions.plan(today, settings.opening(number + 1));
        replay.plan(number, today, (now, guest) -> visit(now, today, guest));
        agenda.at(settings.opening(number + 1).plus(Duration.ofMinutes(9)), over -> truth.night(today.midnight()));
        if (number + 1 < settings.days()) {
            agenda.at(settings.opening(number + 1), next -> begin(number + 1));
        }
    }

    private void opened(Instant now) {
        truth.opened(now);
        agent.opened(now);
    }

    private void closed(Instant now) {
        truth.closed(now);
        agent.closed(now);
        disruptions.afterClosed(now);
    }

    private void patrol(Instant now) {
        truth.patrolled(now);
        if (sheet.circumstance() != Circumstance.PATROLS_ON_PAPER) {
            agent.patrol(now);
        }
        CafeDay today = day;
        Instant next = now.plus(toNextPatrol());
        if (sheet.roundTheClock() || today != null && next.isBefore(today.closes())) {
            agenda.at(next, this::patrol);
        }
    }

    private Duration toNextPatrol() {
        boolean lazy = habit == Habit.SKIPS_PATROLS;
        int minutes = lazy
                ? LAZY_PATROL_MINUTES + random.nextInt(LAZY_PATROL_MINUTES_MORE)
                : PATROL_MINUTES + random.nextInt(PATROL_MINUTES_MORE);
        return Duration.ofMinutes(minutes).plusSeconds(random.nextInt(60));
    }

    private void minute(Instant now) {
        agenda.at(now.plus(MINUTE), this::minute);
        ZonedDateTime local = now.atZone(ChinaTime.ZONE);
        double expected = sessionsPerDay * CafeStatistics.shareOfMinute(local.getHour(), local.getDayOfWeek());
        for (int i = poisson(expected); i > 0; i--) {
            agenda.at(now.plusMillis(random.nextInt(60_000)), this::arrival);
        }
    }

    private void heartbeat(Instant now) {
        agenda.at(now.plus(MINUTE), this::heartbeat);
        agent.heartbeat(now, floor.seen());
        disruptions.afterHeartbeat(now);
    }

    private void arrival(Instant now) {
        CafeDay today = day;
        if (today == null || !today.letsIn(now)) {
            return;
        }
        if (agent.running()) {
            visit(now, today, arrivals.next(now));
        } else {
            visit(now, today, arrivals.unregistered(population.adult(now)));
        }
    }

    private void visit(Instant now, CafeDay today, GuestVisit visit) {
        String seat = floor.free(now, visit.registered());
        if (seat == null) {
            home(visit.person(), now);
            return;
        }
        Instant until = until(now, today, visit.registered());
        if (visit.unseen()) {
            seat(Stay.unseen(seat, visit.person(), now, until));
            return;
        }
        boolean restless = visit.registered() == Registered.PROPERLY && returns.restless();
        var stay = new Stay(
                seat, visit.person(), visit.registered(), visit.card(), now, returns.loginEnds(now, until, restless));
        stay.meansToStayUntil(until);
        if (!visit.against().isEmpty() && !arrivals.wavesThrough(visit)) {
            turnAway(now, visit, stay);
        } else if (visit.registered() == Registered.NOT_AT_ALL) {
            seat(stay);
        } else if (visit.registered() == Registered.ON_A_HOUSE_CARD) {
            agent.admitted(now, stay);
            houseCards.used(placeCode, stay);
            truth.suspect(Truth.CARD, now);
            seat(stay);
        } else if (!asks(now) || !visit.against().isEmpty()) {
            agent.admitted(now, stay);
            seat(stay);
        } else {
            agent.asked(now, stay);
            if (random.nextDouble() < NEVER_SEATED) {
                agenda.at(now.plusSeconds(20 + random.nextInt(60)), later -> neverSeated(later, stay));
            } else {
                seat(stay);
            }
        }
    }

    /** Whether the café asks the service, which makes sense only if the answer can be yes and comes at once. */
    private boolean asks(Instant now) {
        boolean permitted = sheet.roundTheClock()
                || now.atZone(ChinaTime.ZONE).toLocalTime().compareTo(CitySettings.OPENS) >= 0;
        return permitted && agent.online() && (suspension == null || !suspension.covers(now));
    }

    /** A guest who is denied leaves; a number that was typed wrongly is typed again. */
    private void turnAway(Instant now, GuestVisit visit, Stay never) {
        if (asks(now)) {
            agent.denied(now, never, visit.against());
        }
        var rest = visit.rest();
        if (rest != null) {
            GuestVisit again = GuestVisit.typedAgain(visit.person(), rest);
            agenda.at(now.plusSeconds(15 + random.nextInt(30)), later -> comesAgain(later, again));
        }
    }

    private void comesAgain(Instant now, GuestVisit visit) {
        CafeDay today = day;
        if (today != null && today.letsIn(now) && agent.running()) {
            visit(now, today, visit);
        } else {
            home(visit.person(), now);
        }
    }

    private void seat(Stay stay) {
        floor.sits(stay);
        agenda.at(stay.to(), now -> leaves(now, stay));
        if (habit == Habit.TYPES_BY_HAND) {
            truth.suspect(Truth.TYPED, stay.from);
        }
        Instant tooLong = stay.from.plus(GuestReturns.LONG);
        if (habit == Habit.SEATS_FOR_DAYS && stay.to().isAfter(tooLong)) {
            agenda.at(tooLong, now -> truth.suspect(Truth.LONG_SESSION, stay.from));
        }
    }

    private void leaves(Instant now, Stay stay) {
        floor.leaves(stay);
        boolean lost = habit == Habit.LOSES_LOGOUTS && random.nextDouble() < LOGOUT_LOST;
        if (!lost) {
            agent.logout(now, stay, reason(now));
        }
        truth.left(stay);
        CafeDay today = day;
        GuestReturns.Back back = today == null ? null : returns.after(now, stay, today);
        if (back == null) {
            home(stay.person, now, stay);
        } else {
            goesOn(now, stay, back);
        }
    }

    private void goesOn(Instant now, Stay before, GuestReturns.Back back) {
        if (back.unseen()) {
            var night = Stay.unseen(before.seat, before.person, now, back.at());
            floor.sits(night);
            truth.suspect(Truth.BRIDGED, now);
            agenda.at(back.at(), then -> {
                floor.leaves(night);
                truth.left(night);
                comesBack(then, before, back);
            });
        } else {
            agenda.at(back.at(), then -> comesBack(then, before, back));
        }
    }

    /** Logs a guest in again on the card used before. */
    private void comesBack(Instant now, Stay before, GuestReturns.Back back) {
        String seat = back.sameSeat() && floor.isFree(before.seat) ? before.seat : floor.free(now, Registered.PROPERLY);
        if (seat == null) {
            home(before.person, now);
            return;
        }
        Instant ends =
                returns.loginEnds(now, back.until(), before.meansToStayUntil().isAfter(before.to()));
        var stay = new Stay(seat, before.person, Registered.PROPERLY, before.card, now, ends);
        stay.meansToStayUntil(back.until());
        if (asks(now)) {
            agent.asked(now, stay);
        } else {
            agent.admitted(now, stay);
        }
        seat(stay);
    }

    private void neverSeated(Instant now, Stay stay) {
        agent.logout(now, stay, LogoutReason.LOST);
        home(stay.person, now, stay);
    }

    private LogoutReason reason(Instant now) {
        CafeDay today = day;
        boolean closing = today != null && now.isAfter(today.empty().minusSeconds(CafeDay.LAST_DEPARTURES_SECONDS));
        return closing ? LogoutReason.CLOSING : random.nextInt(8) == 0 ? LogoutReason.IDLE : LogoutReason.PATRON;
    }

    /** A person appears in another café only after this one's records can show that they left. */
    private void home(CityPerson person, Instant now, Stay stay) {
        Instant known = disruptions.recordsKnownFrom(now, stay.recordedOpen);
        home(person, known);
    }

    private void home(CityPerson person, Instant from) {
        if (!replay.lists(person)) {
            population.home(person, from.plus(CityPlan.WAY).plus(Duration.ofMinutes(random.nextInt(70))));
        }
    }

    private Instant until(Instant now, CafeDay today, Registered registered) {
        Instant meant = now.plusSeconds(CafeStatistics.staySeconds(random)).plusMillis(random.nextInt(1_000));
        Instant last = today.empty().minusSeconds(random.nextInt(CafeDay.LAST_DEPARTURES_SECONDS));
        return registered == Registered.PROPERLY
                ? returns.until(now, today, meant, last)
                : meant.isBefore(last) ? meant : last;
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
