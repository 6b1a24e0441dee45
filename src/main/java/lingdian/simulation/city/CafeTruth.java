package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import lingdian.simulation.city.Stay.Registered;
import lingdian.simulation.city.Truth.Shown;
import org.jspecify.annotations.Nullable;

/**
 * The true violations in one café, derived from who sat where, when and on which card. {@link ObservableRecord} tells
 * only how much of each violation the delivered events show.
 */
final class CafeTruth {
    /** The greatest interval between patrols (handbook, suspicions.md). */
    private static final Duration PATROL = Duration.ofHours(2);
    /** Overtime that is longer, or at as many seats, is grave, and so are as many minors (handbook, suspicions.md). */
    private static final Duration GRAVE_OVERTIME = Duration.ofMinutes(30);

    private static final int GRAVE_SEATS = 3;
    private static final int GRAVE_MINORS = 3;
    /** The permitted time without an agent that makes it absent (handbook, silence.md#agent_absent). */
    private static final Duration ABSENCE = Duration.ofHours(24);

    private final String placeCode;
    private final ObservableRecord observable;
    private final boolean roundTheClock;
    private final @Nullable Suspension suspension;
    /** Whether the service hears the agent as it happens: absences are found by received time. */
    private final boolean live;

    private final Consumer<Truth> out;
    /** By midnight: the period after it in which guests sat in the café. */
    private final Map<Instant, Span> nights = new TreeMap<>();
    /** By midnight: those guests. */
    private final Map<Instant, List<Stay>> nightGuests = new TreeMap<>();
    /** The minors who were admitted on their own cards in the last day. */
    private final List<Stay> minors = new ArrayList<>();

    private @Nullable Span suspended;
    private boolean suspendedRecorded;
    /** By code: the last business day that was reported. */
    private final Map<String, LocalDate> suspected = new HashMap<>();

    private @Nullable Instant walked;
    private @Nullable Instant gone;

    private record Span(Instant from, Instant to) {
        Span and(Instant otherFrom, Instant otherTo) {
            return new Span(otherFrom.isBefore(from) ? otherFrom : from, otherTo.isAfter(to) ? otherTo : to);
        }
    }

    /**
     * @param observable what the café's agent delivers
     * @param live whether the service hears the agent as it happens
     */
    CafeTruth(CafeSheet cafe, ObservableRecord observable, boolean live, Consumer<Truth> out) {
        this.placeCode = cafe.placeCode();
        this.observable = observable;
        this.roundTheClock = cafe.roundTheClock();
        this.suspension = cafe.suspension();
        this.live = live;
        this.out = out;
    }

    /** The guest has left. */
    void left(Stay stay) {
        ofItsOwn(stay);
        atNight(stay);
        whileSuspended(stay);
    }

    /** Reports the truth of a suspicion, once per business day; {@code at} is when the act happened. */
    void suspect(String code, Instant at) {
        LocalDate day = CitySettings.businessDay(at);
        if (!day.equals(suspected.put(code, day))) {
            tell(code, at, at, null, Shown.SUSPICION);
        }
    }

    /** The business day begins, and with it the interval until the first patrol. */
    void opened(Instant at) {
        walked = at;
    }

    /** An employee patrols the café, whether or not it is recorded. */
    void patrolled(Instant at) {
        Instant before = walked;
        if (before != null && Duration.between(before, at).compareTo(PATROL) > 0) {
            suspect(Truth.PATROL, before);
        }
        walked = before == null ? null : at;
    }

    void closed(Instant at) {
        patrolled(at);
        walked = null;
    }

    /** The night after this midnight is over. */
    void night(Instant midnight) {
        Span night = nights.remove(midnight);
        List<Stay> guests = nightGuests.getOrDefault(midnight, List.of());
        nightGuests.remove(midnight);
        Instant grace = midnight.plus(ObservableRecord.GRACE);
        if (night != null && !night.to().isBefore(grace)) {
            tell(Truth.OVERTIME, night.from(), night.to(), null, observable.overtime(midnight));
            if (Duration.between(night.from(), night.to()).compareTo(GRAVE_OVERTIME) > 0
                    || Together.moment(guests, grace, GRAVE_SEATS) != null) {
                tell(Truth.OVERTIME_GRAVE, night.from(), night.to(), null, observable.overtime(midnight));
            }
        }
        observable.forgetBefore(midnight);
    }

    /** The agent, which the service knows from {@code at} on or has heard for the last time, stays away for good. */
    void agentGone(Instant at) {
        gone = at;
    }

    /** Guests sit without a login, from then until then, because nobody can log them in. */
    void unregistered(Instant from, Instant to, Shown shown) {
        tell(Truth.UNREGISTERED, from, to, null, shown);
    }

    /** A list of persons is registered again, within seconds, and nobody sits there. */
    void replayed(Instant at) {
        suspect(Truth.REPLAYED, at);
        suspect(Truth.BURST, at);
    }

    /** The city is over. */
    void cityOver(Instant at) {
        suspensionOver();
        Instant from = gone;
        if (from != null && permitted(from, at).compareTo(ABSENCE) >= 0) {
            tell(Truth.ABSENT, from, at, null, live ? Shown.SUSPICION : Shown.UNOBSERVABLE);
        }
    }

    private void suspensionOver() {
        Span span = suspended;
        if (span != null) {
            tell(Truth.SUSPENDED, span.from(), span.to(), null, Shown.factIf(suspendedRecorded));
            suspended = null;
        }
    }

    /** The agent is off from {@code from} to {@code to}, in permitted time. */
    void measuresStopped(Instant from, Instant to, Shown shown) {
        tell(Truth.MEASURES, from, to, null, shown);
    }

    /** Reports that the agent's records are lost. The service can see this if they had open sessions. */
    void recordsLost(Instant at, boolean hadOpenSessions) {
        tell(Truth.RECORDS, at, at, null, Shown.factIf(hadOpenSessions));
    }

    private void ofItsOwn(Stay stay) {
        Shown onRecord = Shown.factIf(stay.loginDelivered);
        switch (stay.registered) {
            case PROPERLY -> {
                if (stay.person.minor()) {
                    tell(Truth.MINOR, stay, onRecord);
                    graveIfOneOfSeveral(stay);
                }
            }
            case ON_A_FAULTY_DOCUMENT -> tell(Truth.UNVERIFIED, stay, onRecord);
            case ON_A_WRONG_NUMBER -> tell(Truth.UNVERIFIED, stay, Shown.UNOBSERVABLE);
            case ON_A_HOUSE_CARD -> {
                tell(Truth.UNVERIFIED, stay, Shown.UNOBSERVABLE);
                unseenMinor(stay);
            }
            case NOT_AT_ALL -> {
                tell(Truth.UNREGISTERED, stay, Shown.factIf(stay.seenUnregistered));
                unseenMinor(stay);
            }
        }
    }

    /** Known when the last of them leaves. Nobody admits a minor outside the permitted hours. */
    private void graveIfOneOfSeveral(Stay minor) {
        minors.removeIf(other -> other.to().isBefore(minor.to().minus(Duration.ofDays(1))));
        minors.add(minor);
        Instant at = Together.moment(minors, minor.from, GRAVE_MINORS);
        if (at != null) {
            suspect(Truth.MINORS_GRAVE, at);
        }
    }

    private void unseenMinor(Stay stay) {
        if (stay.person.minor()) {
            tell(Truth.MINOR, stay, Shown.UNOBSERVABLE);
        }
    }

    private void atNight(Stay stay) {
        if (roundTheClock) {
            return;
        }
        Instant midnight = ObservableRecord.midnightBefore(stay.to());
        Instant opens = ObservableRecord.closedUntil(midnight);
        Instant from = stay.from.isAfter(midnight) ? stay.from : midnight;
        Instant to = stay.to().isBefore(opens) ? stay.to() : opens;
        if (from.isBefore(to)) {
            nightGuests.computeIfAbsent(midnight, first -> new ArrayList<>()).add(stay);
            nights.merge(midnight, new Span(from, to), (one, other) -> one.and(other.from(), other.to()));
        }
    }

    private void whileSuspended(Stay stay) {
        if (suspension == null
                || !stay.from.isBefore(suspension.to())
                || !stay.to().isAfter(suspension.from())) {
            return;
        }
        Instant from = stay.from.isAfter(suspension.from()) ? stay.from : suspension.from();
        Instant to = stay.to().isBefore(suspension.to()) ? stay.to() : suspension.to();
        suspended = suspended == null ? new Span(from, to) : suspended.and(from, to);
        suspendedRecorded |= stay.registered != Registered.NOT_AT_ALL && stay.loginDelivered;
    }

    /** The permitted time between two moments, of a café without hours of its own. */
    private static Duration permitted(Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        Instant midnight = ObservableRecord.midnightBefore(from);
        while (midnight.isBefore(to)) {
            Instant opens = ObservableRecord.closedUntil(midnight);
            Instant closes = midnight.plus(Duration.ofDays(1));
            Instant begins = from.isAfter(opens) ? from : opens;
            Instant ends = to.isBefore(closes) ? to : closes;
            sum = begins.isBefore(ends) ? sum.plus(Duration.between(begins, ends)) : sum;
            midnight = closes;
        }
        return sum;
    }

    private void tell(String code, Stay stay, Shown shown) {
        tell(code, stay.from, stay.to(), stay.seat, shown);
    }

    private void tell(String code, Instant from, Instant to, @Nullable String seat, Shown shown) {
        out.accept(new Truth(code, placeCode, from, to, seat, shown));
    }
}
