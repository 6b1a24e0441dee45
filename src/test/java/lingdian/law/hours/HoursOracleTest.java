package lingdian.law.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.law.hours.Weekly.Opening;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The hours against the words of the handbook (hours.md), minute by minute: no merging, no eras, no memory. The days
 * around the changes of the clock in several zones are among them.
 */
class HoursOracleTest {
    private static final int DAYS = 12;

    /** A zone and a day around which something happens to its clock. */
    private record Place(ZoneId zone, LocalDate middle) {
        static Place of(String zone, int year, int month, int day) {
            return new Place(ZoneId.of(zone), LocalDate.of(year, month, day));
        }

        Instant begin() {
            return middle.minusDays(DAYS / 2).atStartOfDay(zone).toInstant().truncatedTo(ChronoUnit.HOURS);
        }
    }

    private static final List<Place> PLACES = List.of(
            Place.of("Asia/Shanghai", 2026, 7, 3),
            Place.of("Asia/Shanghai", 2027, 1, 1),
            Place.of("Europe/Berlin", 2026, 3, 29),
            Place.of("Europe/Berlin", 2026, 10, 25),
            Place.of("America/Havana", 2026, 3, 8),
            Place.of("America/Havana", 2026, 11, 1),
            Place.of("America/Sao_Paulo", 2018, 2, 18),
            Place.of("Pacific/Apia", 2011, 12, 30));

    @Property(tries = 80)
    void everyMinuteIsAsTheTextSaysAndEverySegmentIsMaximal(@ForAll long seed) {
        var random = new Random(seed);
        Place place = PLACES.get(random.nextInt(PLACES.size()));
        HoursLayers layers = layers(random, place);
        boolean[] oracle = minutes(layers, place.begin());
        Hours hours = Hours.of(layers);

        random.ints(300, 0, oracle.length).forEach(minute -> {
            Instant at = place.begin().plusSeconds(60L * minute + random.nextInt(60));
            HoursSegment segment = hours.at(at);
            assertThat(segment.permitted()).as("at %s", at).isEqualTo(oracle[minute]);
            assertEdge(segment.from(), runStart(oracle, minute), 0, place.begin());
            assertEdge(segment.to(), runEnd(oracle, minute), oracle.length, place.begin());
            assertThat(Hours.of(layers).at(at)).as("whatever was asked before").isEqualTo(segment);
            assertThat(hours.ofAnother().at(at)).as("in another café").isEqualTo(segment);
        });
    }

    @Property(tries = 60)
    void permittedIntervalsAreTheRunsOfPermittedMinutes(@ForAll long seed) {
        var random = new Random(seed);
        Place place = PLACES.get(random.nextInt(PLACES.size()));
        HoursLayers layers = layers(random, place);
        boolean[] oracle = minutes(layers, place.begin());
        Hours hours = Hours.of(layers);

        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(oracle.length);
            int to = Math.min(oracle.length, from + random.nextInt(5 * 24 * 60));
            assertThat(hours.permitted(minute(place, from), minute(place, to)))
                    .isEqualTo(runs(oracle, from, to, place));
        }
    }

    private static void assertEdge(Instant actual, int minute, int windowEdge, Instant begin) {
        Instant expected = begin.plusSeconds(60L * minute);
        if (minute != windowEdge) {
            assertThat(actual).isEqualTo(expected);
        } else if (windowEdge == 0) {
            assertThat(actual).isBeforeOrEqualTo(expected);
        } else {
            assertThat(actual).isAfterOrEqualTo(expected);
        }
    }

    private static Instant minute(Place place, int minute) {
        return place.begin().plusSeconds(60L * minute);
    }

    private static int runStart(boolean[] minutes, int at) {
        int start = at;
        while (start > 0 && minutes[start - 1] == minutes[at]) {
            start--;
        }
        return start;
    }

    private static int runEnd(boolean[] minutes, int at) {
        int end = at + 1;
        while (end < minutes.length && minutes[end] == minutes[at]) {
            end++;
        }
        return end;
    }

    private static List<Interval> runs(boolean[] minutes, int from, int to, Place place) {
        var runs = new ArrayList<Interval>();
        for (int minute = from; minute < to; minute = runEnd(minutes, minute)) {
            if (minutes[minute]) {
                runs.add(new Interval(minute(place, minute), minute(place, Math.min(to, runEnd(minutes, minute)))));
            }
        }
        return runs;
    }

    // The words of the handbook, hours.md.

    private static boolean[] minutes(HoursLayers layers, Instant begin) {
        var minutes = new boolean[DAYS * 24 * 60];
        for (int minute = 0; minute < minutes.length; minute++) {
            minutes[minute] = permits(layers, begin.plusSeconds(60L * minute));
        }
        return minutes;
    }

    private static boolean permits(HoursLayers layers, Instant at) {
        for (Level level : Level.values()) {
            var order = layers.orders().stream()
                    .filter(o -> o.level() == level && !at.isBefore(o.from()) && at.isBefore(o.to()))
                    .max(Comparator.comparingLong(HoursOrder::entered));
            if (order.isPresent()) {
                return order.get().open();
            }
        }
        LocalDateTime clock = wallClock(layers.zone(), at);
        return IntStream.rangeClosed(0, 2)
                .mapToObj(clock.toLocalDate()::minusDays)
                .anyMatch(day -> beganOn(day, weekly(layers, day), clock));
    }

    private static boolean beganOn(LocalDate day, Weekly weekly, LocalDateTime clock) {
        return weekly.days().getOrDefault(day.getDayOfWeek(), List.of()).stream()
                .anyMatch(opening -> {
                    LocalDateTime opens = day.atStartOfDay().plusMinutes(opening.opens());
                    LocalDate closingDay = opening.closes() <= opening.opens() ? day.plusDays(1) : day;
                    LocalDateTime closes = closingDay.atStartOfDay().plusMinutes(opening.closes());
                    return !clock.isBefore(opens) && clock.isBefore(closes);
                });
    }

    private static Weekly weekly(HoursLayers layers, LocalDate day) {
        for (Level level : Level.values()) {
            var schedule = layers.schedules().stream()
                    .filter(s ->
                            s.level() == level && !day.isBefore(s.from()) && (s.to() == null || !day.isAfter(s.to())))
                    .max(Comparator.comparingLong(Schedule::entered));
            if (schedule.isPresent()) {
                return schedule.get().weekly();
            }
        }
        return Weekly.STATUTORY;
    }

    /** What the clock shows; where it was put back it stands still until it has caught up. */
    private static LocalDateTime wallClock(ZoneId zone, Instant at) {
        var change = zone.getRules().previousTransition(at.plusNanos(1));
        boolean putBack = change != null
                && change.isOverlap()
                && at.isBefore(
                        change.getInstant().minusSeconds(change.getDuration().toSeconds()));
        return putBack ? change.getDateTimeBefore().minusNanos(1) : LocalDateTime.ofInstant(at, zone);
    }

    // Made-up hours.

    private static HoursLayers layers(Random random, Place place) {
        Set<Long> entries = new HashSet<>();
        var schedules = new ArrayList<Schedule>();
        for (int i = random.nextInt(5); i > 0; i--) {
            LocalDate from = place.middle().plusDays(random.nextInt(20) - 12);
            LocalDate to = random.nextInt(4) == 0 ? null : from.plusDays(random.nextInt(8));
            schedules.add(new Schedule(level(random), entry(entries, random), weekly(random), from, to));
        }
        var orders = new ArrayList<HoursOrder>();
        for (int i = random.nextInt(6); i > 0; i--) {
            Instant from = place.begin().plusSeconds(1_800L * random.nextInt(DAYS * 48));
            Instant to = from.plusSeconds(1_800L * random.nextInt(random.nextInt(3) == 0 ? 150 : 10));
            long entered = entry(entries, random);
            orders.add(new HoursOrder(level(random), entered, new UUID(1, entered), random.nextBoolean(), from, to));
        }
        return new HoursLayers(place.zone(), schedules, orders);
    }

    private static Level level(Random random) {
        return Level.values()[random.nextInt(4)];
    }

    private static long entry(Set<Long> taken, Random random) {
        long entry = random.nextInt(1_000_000);
        return taken.add(entry) ? entry : entry(taken, random);
    }

    private static Weekly weekly(Random random) {
        int kind = random.nextInt(6);
        if (kind == 0) {
            return new Weekly(Map.of());
        }
        if (kind == 1) {
            return everyDay(new Opening(0, 1440));
        }
        if (kind == 2) {
            return everyDay(new Opening(480, 1200), new Opening(1200, 480));
        }
        var days = new EnumMap<DayOfWeek, List<Opening>>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day, openings(random));
        }
        return new Weekly(days);
    }

    private static Weekly everyDay(Opening... openings) {
        var days = new EnumMap<DayOfWeek, List<Opening>>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day, List.of(openings));
        }
        return new Weekly(days);
    }

    private static List<Opening> openings(Random random) {
        var openings = new ArrayList<Opening>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int opens = 30 * random.nextInt(48);
            int closes = 30 * random.nextInt(49);
            if (opens != closes) {
                openings.add(new Opening(opens, closes));
            }
        }
        return openings;
    }
}
