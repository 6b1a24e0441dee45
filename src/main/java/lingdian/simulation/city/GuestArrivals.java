package lingdian.simulation.city;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.simulation.city.Stay.Registered;

/** Chooses the guests of one café and the card on which each is registered, by the café's habit. */
final class GuestArrivals {
    private static final double EXPIRED = 0.005;
    private static final double MISTYPED_BY_STAFF = 0.01;
    private static final double MISTYPED_IN_A_HURRY = 0.15;
    private static final double MINORS_WHO_KNOW = 0.08;
    private static final double ON_HOUSE_CARDS = 0.4;
    private static final double WITHOUT_LOGIN = 0.2;
    private static final double WITHOUT_AGENT = 0.3;
    private static final double FOREIGN = 0.18;

    private final Habit habit;
    private final Circumstance circumstance;
    private final Population population;
    private final HouseCards houseCards;
    private final SplittableRandom random;
    private boolean readerBroken;

    GuestArrivals(
            Habit habit,
            Circumstance circumstance,
            Population population,
            HouseCards houseCards,
            SplittableRandom random) {
        this.habit = habit;
        this.circumstance = circumstance;
        this.population = population;
        this.houseCards = houseCards;
        this.random = random;
    }

    /** A day begins; the first is day 0. */
    void day(int number) {
        readerBroken = circumstance == Circumstance.READER_BROKEN && number % 3 == 1;
    }

    GuestVisit next(Instant at) {
        if (random.nextDouble() < minors()) {
            return minor();
        }
        return switch (habit) {
            case SHARES_CARDS -> chance(ON_HOUSE_CARDS) ? onHouseCard(population.adult(at)) : adult(at);
            case SEATS_UNREGISTERED -> chance(WITHOUT_LOGIN) ? unregistered(population.adult(at)) : adult(at);
            case LEAVES_OUT_TERMINALS -> chance(WITHOUT_AGENT) ? unseen(population.adult(at)) : adult(at);
            case TYPES_BY_HAND -> typed(population.adult(at), MISTYPED_IN_A_HURRY);
            case HONEST,
                    CLOSES_FOR_GOOD,
                    NEVER_CONNECTS,
                    PAST_MIDNIGHT,
                    LOSES_CASHIER,
                    ADMITS_MINORS,
                    REPLAYS_REGISTRATIONS,
                    LOSES_LOGOUTS,
                    STOPS_AGENT,
                    LOGS_OUT_AND_STOPS_AGENT,
                    SETS_CLOCK_BACK,
                    RUNS_SUSPENDED,
                    REINSTALLS_AGENT,
                    BRIDGES_MIDNIGHT,
                    SEATS_FOR_DAYS,
                    SKIPS_PATROLS -> adult(at);
        };
    }

    /** Whether a guest who must be denied is seated nevertheless. */
    boolean wavesThrough(GuestVisit visit) {
        return switch (habit) {
            case ADMITS_MINORS -> visit.person().minor();
            case TYPES_BY_HAND -> visit.registered() == Registered.ON_A_FAULTY_DOCUMENT;
            case SHARES_CARDS, SEATS_UNREGISTERED -> false;
            case HONEST,
                    CLOSES_FOR_GOOD,
                    NEVER_CONNECTS,
                    PAST_MIDNIGHT,
                    LOSES_CASHIER,
                    REPLAYS_REGISTRATIONS,
                    LOSES_LOGOUTS,
                    STOPS_AGENT,
                    LOGS_OUT_AND_STOPS_AGENT,
                    SETS_CLOCK_BACK,
                    RUNS_SUSPENDED,
                    REINSTALLS_AGENT,
                    BRIDGES_MIDNIGHT,
                    SEATS_FOR_DAYS,
                    LEAVES_OUT_TERMINALS,
                    SKIPS_PATROLS -> false;
        };
    }

    /** A guest who is admitted without being recorded. */
    GuestVisit unregistered(CityPerson person) {
        return new GuestVisit(person, Registered.NOT_AT_ALL, null, List.of(), null, false);
    }

    /** A guest at a seat without an agent. */
    private GuestVisit unseen(CityPerson person) {
        return new GuestVisit(person, Registered.NOT_AT_ALL, null, List.of(), null, true);
    }

    private double minors() {
        return habit == Habit.ADMITS_MINORS || habit == Habit.SHARES_CARDS ? MINORS_WHO_KNOW : CafeStatistics.UNDER_AGE;
    }

    /** A minor, who in a café with shared cards may get a card and not be denied. */
    private GuestVisit minor() {
        CityPerson minor = population.minor();
        return habit == Habit.SHARES_CARDS ? onHouseCard(minor) : GuestVisit.proper(minor);
    }

    private GuestVisit adult(Instant at) {
        if (chance(EXPIRED)) {
            CityPerson person = population.withExpiredCard();
            return new GuestVisit(
                    person, Registered.ON_A_FAULTY_DOCUMENT, person.card(), List.of("document-expired"), null, false);
        }
        if (circumstance == Circumstance.FOREIGN_GUESTS && chance(FOREIGN)) {
            return GuestVisit.proper(population.foreigner());
        }
        CityPerson person = population.adult(at);
        if (readerBroken) {
            return typed(person, MISTYPED_BY_STAFF);
        }
        return chance(MISTYPED_BY_STAFF) ? typed(person, 1) : GuestVisit.proper(person);
    }

    private GuestVisit onHouseCard(CityPerson person) {
        return new GuestVisit(person, Registered.ON_A_HOUSE_CARD, houseCards.any(random), List.of(), null, false);
    }

    private GuestVisit typed(CityPerson person, double mistaken) {
        Document card = person.card();
        var byHand = new Document(
                card.type(), card.number(), card.name(), card.validUntil(), card.birthDate(), ReadMethod.MANUAL);
        if (!chance(mistaken)) {
            return new GuestVisit(person, Registered.PROPERLY, byHand, List.of(), null, false);
        }
        boolean checked = "111".equals(card.type());
        var wrong = new Document(
                card.type(),
                checked ? mistyped(card.number()) : card.number().replace('0', 'O'),
                card.name(),
                card.validUntil(),
                card.birthDate(),
                ReadMethod.MANUAL);
        return checked
                ? new GuestVisit(
                        person, Registered.ON_A_FAULTY_DOCUMENT, wrong, List.of("document-malformed"), byHand, false)
                : new GuestVisit(person, Registered.ON_A_WRONG_NUMBER, wrong, List.of(), byHand, false);
    }

    /** The number with one digit changed or left out, which the check character reveals. */
    private String mistyped(String number) {
        int place = random.nextInt(number.length() - 1);
        char right = number.charAt(place);
        char wrong = (char) ('0' + (right - '0' + 1 + random.nextInt(9)) % 10);
        String before = number.substring(0, place);
        String after = number.substring(place + 1);
        return random.nextInt(4) == 0 ? before + after : before + wrong + after;
    }

    private boolean chance(double of) {
        return random.nextDouble() < of;
    }
}
