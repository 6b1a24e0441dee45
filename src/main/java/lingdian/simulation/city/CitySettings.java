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
 * The parameters of a city: equal settings give equal cities, to the last event.
 *
 * @param seed selects the city
 * @param cafes how many, from 1 to {@link #MOST_CAFES}
 * @param begins local time of its first moment; usually 08:00, when cafés open
 * @param days how many business days, each from 08:00 to the next morning
 * @param saysSent whether agents state when they sent a message, so that the service corrects a wrong clock: for a city
 *     that lives on the service's own clock, never for past days
 */
public record CitySettings(long seed, int cafes, LocalDateTime begins, int days, boolean saysSent) {
    /**
     * The offset of China's zone, which has had no summer time since 1991. Using it for each event is faster than a
     * zone rule.
     */
    static final long OFFSET_SECONDS = 8 * 3_600;

    /** The city that all cafés are in (九江市), as a region of its regulators. */
    public static final String REGION = "360400";

    /** The most cafés; the place codes of one seed allow no more. */
    public static final int MOST_CAFES = 10_000;

    static final LocalTime OPENS = LocalTime.of(8, 0);

    /**
     * How many minutes the city continues after the last night, until agents are on again and the night's truths are
     * settled.
     */
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

    /** Past days from 08:00 on, as they are played at full speed. */
    public static CitySettings past(long seed, int cafes, LocalDate from, int days) {
        return new CitySettings(seed, cafes, from.atTime(OPENS), days, false);
    }

    /** The first moment. */
    public Instant from() {
        return begins.atZone(ChinaTime.ZONE).toInstant();
    }

    /** The first moment after the city. */
    public Instant to() {
        return opening(days).plus(LAST_MINUTES, ChronoUnit.MINUTES);
    }

    /** When cafés open on a day, the first being day 0. */
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

    /** A place code from the seed's own range, so that cities of different seeds rarely collide. */
    String placeCode(int cafe) {
        long ofSeed = 1 + Math.floorMod(seed * 0x9E3779B97F4A7C15L >>> 17, 99L);
        return COUNTIES[cafe % COUNTIES.length] + "10" + String.format("%06d", ofSeed * MOST_CAFES + cafe);
    }

    /** A café's stream of events; it begins another when its agent is reinstalled. */
    UUID stream(int cafe, int number) {
        String name = "lingdian simulated " + seed + " " + begins + " " + placeCode(cafe) + " " + number;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
