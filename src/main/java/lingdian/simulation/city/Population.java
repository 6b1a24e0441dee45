package lingdian.simulation.city;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import lingdian.domain.document.CitizenNumber;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import org.jspecify.annotations.Nullable;

/**
 * The made-up people of the city. No person is in two places at once: a guest in a café is unavailable until they are
 * home again.
 *
 * <p>Resident numbers are composed at run time with the serial 000, which is never issued, so that none belongs to a
 * real person. That leaves one person per county and birth date; further people have another document.
 */
final class Population {
    /**
     * The share of guests who have been in a café of the city before. In the records it is a tenth; a larger share
     * exercises the rules about persons.
     */
    private static final double REGULARS = 0.35;

    private static final int MOST_AT_HOME = 100_000;
    private static final String[] COUNTIES = {
        "360481", "360402", "360403", "360421", "360423", "360424", "360425", "360426", "360427", "360428", "360429",
        "360430", "360422"
    };
    private static final String UNISSUED_SERIAL = "000";
    private static final String SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨";
    private static final String GIVEN_NAMES = "甲乙丙丁戊己庚辛壬癸";
    /** A prime greater than the number of days in any age group, so that as many steps meet every birth date once. */
    private static final long STRIDE = 10_007;

    private static final int MINOR_GROUP = CafeStatistics.ageGroups();

    private final SplittableRandom random;
    private final LocalDate firstDay;
    private final int[] made = new int[CafeStatistics.ageGroups() + 1];
    private final PriorityQueue<AtHome> atHome =
            new PriorityQueue<>(Comparator.comparing(AtHome::from).thenComparing(AtHome::number));
    private long numbers;
    private int others;

    private record AtHome(Instant from, long number, CityPerson person) {}

    Population(SplittableRandom random, LocalDate firstDay) {
        this.random = random;
        this.firstDay = firstDay;
    }

    /** An adult who can be in a café at {@code at}. */
    CityPerson adult(Instant at) {
        AtHome next = atHome.peek();
        if (next != null && !next.from().isAfter(at) && random.nextDouble() < REGULARS) {
            atHome.remove();
            return next.person();
        }
        return newAdult();
    }

    CityPerson newAdult() {
        int group = CafeStatistics.ageGroup(random);
        LocalDate youngest = firstDay.minusYears(CafeStatistics.youngest(group));
        LocalDate oldest =
                firstDay.minusYears(CafeStatistics.youngerThan(group)).plusDays(40);
        return new CityPerson(
                newCard(group, youngest, oldest, firstDay.plusYears(4).toString()), false);
    }

    /** An adult whose card is no longer valid. */
    CityPerson withExpiredCard() {
        Document card = newAdult().card();
        String expired = firstDay.minusDays(1 + random.nextInt(2_000)).toString();
        return new CityPerson(
                new Document(card.type(), card.number(), card.name(), expired, card.birthDate(), card.read()), false);
    }

    /** An adult with a passport, which is typed by hand. */
    CityPerson foreigner() {
        LocalDate born = firstDay.minusYears(20).minusDays(random.nextInt(10_000));
        String number = String.format("SIM-%07d", ++others);
        return new CityPerson(new Document("414", number, name(), null, born.toString(), ReadMethod.MANUAL), false);
    }

    /** A person of 12 to 17 years, who stays a minor for at least two months. */
    CityPerson minor() {
        LocalDate youngest = firstDay.minusYears(12);
        LocalDate oldest = firstDay.minusYears(18).plusDays(60);
        return new CityPerson(newCard(MINOR_GROUP, youngest, oldest, null), true);
    }

    /** The person is available again from then on, unless the card is no longer valid: who found no seat with it. */
    void home(CityPerson person, Instant from) {
        if (!person.minor() && !isExpired(person.card()) && atHome.size() < MOST_AT_HOME) {
            atHome.add(new AtHome(from, numbers++, person));
        }
    }

    private boolean isExpired(Document card) {
        String validUntil = card.validUntil();
        return validUntil != null && LocalDate.parse(validUntil).isBefore(firstDay);
    }

    private Document newCard(int group, LocalDate youngest, LocalDate oldest, @Nullable String validUntil) {
        int number = made[group]++;
        int days = (int) ChronoUnit.DAYS.between(oldest, youngest) + 1;
        LocalDate born = youngest.minusDays(number * STRIDE % days);
        int county = number / days;
        boolean resident = county < COUNTIES.length && random.nextInt(12) > 0;
        return resident ? resident(COUNTIES[county], born, validUntil) : other(born);
    }

    private Document resident(String county, LocalDate born, @Nullable String validUntil) {
        String body = county + DateTimeFormatter.BASIC_ISO_DATE.format(born) + UNISSUED_SERIAL;
        return new Document(
                "111", body + CitizenNumber.checkCharacter(body), name(), validUntil, null, ReadMethod.CHIP);
    }

    private Document other(LocalDate born) {
        String number = String.format("SIM-%07d", ++others);
        return new Document("990", number, name(), null, born.toString(), ReadMethod.OCR);
    }

    private String name() {
        return "" + SURNAMES.charAt(random.nextInt(SURNAMES.length()))
                + GIVEN_NAMES.charAt(random.nextInt(GIVEN_NAMES.length()));
    }
}
