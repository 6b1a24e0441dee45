package lingdian.simulation.city;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import lingdian.domain.ChinaTime;

/**
 * What a city is made from: equal settings make equal cities, to the last event.
 *
 * @param seed which city
 * @param cafes how many, from 1 to {@link #MOST_CAFES}
 * @param begins local time of its first moment; the usual one is 08:00, when cafés open
 * @param days how many business days, each from 08:00 to the morning after
 * @param saysSent whether agents say when they sent a message, so that a wrong clock is put right by the service: for a city
 *     that lives on the service's own clock, never for past days
 */
public record CitySettings(long seed, int cafes, LocalDateTime begins, int days, boolean saysSent) {
    /** Of that zone, which has kept no summer time since 1991: cheaper to reckon with, event by event. */
    static final long OFFSET_SECONDS = 8 * 3_600;

    /** The city that all cafés are in (九江市), as a region of its regulators. */
    public static final String REGION = "360400";

    /** More would not fit into the serial numbers of one seed. */
    public static final int MOST_CAFES = 10_000;

    static final LocalTime OPENS = LocalTime.of(8, 0);

    /** After the last night: agents that were off are on again, and all that the night was is known. */
    private static final int LAST_MINUTES = 10;

    private static final String[] COUNTIES = {
        "360481", "360402", "360403", "360404", "360423", "360424", "360425", "360426", "360428", "360429", "360430",
        "360482", "360483"
    };

    public CitySettings {
        if (cafes < 1 || cafes > MOST_CAFES || days < 1) {
            throw new IllegalArgumentException("a city has 1 to " + MOST_CAFES + " cafés and at least a day");
        }
        begins = begins.truncatedTo(ChronoUnit.MINUTES);
    }

    /** Past days from their 08:00 on, as they are played at full speed. */
    public static CitySettings past(long seed, int cafes, LocalDate from, int days) {
        return new CitySettings(seed, cafes, from.atTime(OPENS), days, false);
    }

    /** The first moment. */
    public Instant from() {
        return begins.atZone(ChinaTime.ZONE).toInstant();
    }

    /** The first moment after it. */
    public Instant to() {
        return opening(days).plus(LAST_MINUTES, ChronoUnit.MINUTES);
    }

    /** When cafés open on a day, the first one being day 0. */
    Instant opening(int day) {
        return firstDay().plusDays(day).atTime(OPENS).atZone(ChinaTime.ZONE).toInstant();
    }

    /** The business day of a time, from 08:00 to 08:00. */
    static LocalDate businessDay(Instant at) {
        return at.atZone(ChinaTime.ZONE).minusHours(OPENS.getHour()).toLocalDate();
    }

    LocalDate firstDay() {
        return begins.toLocalDate();
    }

    /** Of one seed, the place codes are those of no other seed that is likely to be played beside it. */
    String placeCode(int cafe) {
        long ofSeed = 1 + Math.floorMod(seed * 0x9E3779B97F4A7C15L >>> 17, 99L);
        return COUNTIES[cafe % COUNTIES.length] + "10" + String.format("%06d", ofSeed * MOST_CAFES + cafe);
    }

    /** A café's stream of events; it begins a further one when its agent is set up anew. */
    UUID stream(int cafe, int number) {
        String name = "lingdian simulated " + seed + " " + begins + " " + placeCode(cafe) + " " + number;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
