package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Closure;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursLayers;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.Level;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.hours.Weekly;
import lingdian.law.judge.Listening.Stretch;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** The deadline of a silence against an oracle that walks minute by minute and asks of each whether it counts. */
class SilenceDeadlineProperties {
    private static final Instant BEGINS = Instant.parse("2026-07-01T00:00:00Z");
    private static final int MINUTES = 3 * 24 * 60;

    @Property(tries = 300)
    void isWhereTheCountedMinutesAreFull(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int silence,
            @ForAll @IntRange(max = 5) int reconnect) {
        var random = new Random(seed);
        CafeFacts cafe = cafe(random);
        int received = random.nextInt(MINUTES);
        var listening = new Listening(stretches(random), minute(MINUTES), Duration.ofMinutes(reconnect));
        Instant due =
                SilenceDeadline.of(cafe, minute(received), listening, Duration.ofMinutes(silence), minute(MINUTES));
        assertThat(due).isEqualTo(oracle(cafe, received, listening, silence));
    }

    /** More knowledge of events never brings a deadline forward, so a row may be postponed to it. */
    @Property(tries = 200)
    void isNeverLaterThanWhatIsKnownLater(@ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int silence) {
        var random = new Random(seed);
        CafeFacts cafe = cafe(random);
        int received = random.nextInt(MINUTES / 2);
        int now = received + 1 + random.nextInt(MINUTES / 4);
        List<Stretch> all = new ArrayList<>(stretches(random));
        all.add(new Stretch(minute(random.nextInt(received + 1)), minute(now + 1), true)); // whoever looks runs
        Instant expected = due(cafe, received, known(all, now), silence);
        Instant later = due(cafe, received, known(all, now + 1 + random.nextInt(MINUTES / 4)), silence);
        if (later != null && later.isAfter(minute(now))) {
            assertThat(expected).isNotNull().isBeforeOrEqualTo(later);
        }
    }

    private static @Nullable Instant due(CafeFacts cafe, int received, Listening listening, int silence) {
        return SilenceDeadline.of(cafe, minute(received), listening, Duration.ofMinutes(silence), minute(2 * MINUTES));
    }

    /**
     * The view at a given minute: a node that runs then is known until that minute, with its end open, and nodes that
     * start later are unknown.
     */
    private static Listening known(List<Stretch> all, int now) {
        List<Stretch> known = all.stream()
                .filter(one -> !one.from().isAfter(minute(now)))
                .map(one -> one.over() && !one.until().isAfter(minute(now))
                        ? one
                        : new Stretch(one.from(), minute(now), false))
                .toList();
        return new Listening(known, minute(now), Duration.ofMinutes(2));
    }

    private static @Nullable Instant oracle(CafeFacts cafe, int received, Listening listening, int silence) {
        int counted = 0;
        for (int i = received; i < MINUTES; i++) {
            if (counts(cafe, received, listening, minute(i)) && ++counted == silence) {
                return minute(i + 1);
            }
        }
        return null;
    }

    private static boolean counts(CafeFacts cafe, int received, Listening listening, Instant at) {
        Instant last = minute(received);
        boolean heard = listening.stretches().stream().anyMatch(one -> {
            boolean began = one.from().isAfter(last) ? !at.isBefore(one.from().plus(listening.reconnect())) : true;
            return began && (!one.over() || at.isBefore(one.until()));
        });
        boolean lookingForAnother = listening.stretches().stream()
                .anyMatch(one -> one.over()
                        && one.until().isAfter(last)
                        && !at.isBefore(one.until())
                        && at.isBefore(one.until().plus(listening.reconnect())));
        return heard
                && !lookingForAnother
                && cafe.hours().permits(at)
                && cafe.suspensions().stream().noneMatch(one -> one.contains(at))
                && cafe.closures().stream().noneMatch(one -> one.contains(at));
    }

    private static CafeFacts cafe(Random random) {
        var orders = new ArrayList<HoursOrder>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int from = random.nextInt(MINUTES);
            orders.add(new HoursOrder(
                    Level.CAFE,
                    i,
                    new UUID(0, i),
                    random.nextBoolean(),
                    minute(from),
                    minute(from + 1 + random.nextInt(600))));
        }
        var suspensions = new ArrayList<SuspensionPeriod>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int from = random.nextInt(MINUTES);
            Instant to = random.nextInt(4) == 0 ? null : minute(from + random.nextInt(600));
            suspensions.add(new SuspensionPeriod(new UUID(1, i), minute(from), to, null));
        }
        var hours = Hours.of(new HoursLayers(ChinaTime.ZONE, schedules(random), orders));
        return new CafeFacts(
                new PlaceCode("36048110000001"),
                new RegionCode("360481"),
                hours,
                suspensions,
                Set.of(),
                null,
                null,
                Measures.MANAGEMENT,
                closures(random));
    }

    private static List<Closure> closures(Random random) {
        int from = random.nextInt(2 * MINUTES);
        Instant to = random.nextInt(4) == 0 ? null : minute(from + random.nextInt(600));
        return List.of(new Closure(new UUID(2, 0), Closure.Kind.TEMPORARY, minute(from), to));
    }

    private static List<Schedule> schedules(Random random) {
        if (random.nextBoolean()) {
            return List.of();
        }
        var days = new LinkedHashMap<String, List<String>>();
        for (String day : List.of("wed", "thu", "fri", "sat")) {
            days.put(day, List.of(random.nextBoolean() ? "00:00-24:00" : "10:00-12:00"));
        }
        Weekly weekly = ((Weekly.Parsed.Valid) Weekly.parse(days)).weekly();
        return List.of(new Schedule(Level.CAFE, 1, weekly, LocalDate.of(2020, 1, 1), null));
    }

    private static List<Stretch> stretches(Random random) {
        var stretches = new ArrayList<Stretch>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            int from = random.nextInt(MINUTES);
            boolean over = random.nextInt(3) > 0;
            stretches.add(new Stretch(minute(from), minute(from + random.nextInt(1_000)), over));
        }
        return stretches;
    }

    private static Instant minute(int minute) {
        return BEGINS.plus(Duration.ofMinutes(minute));
    }
}
