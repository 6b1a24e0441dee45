package lingdian.law.judge;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.NightlyFigures;
import lingdian.law.figures.PeerDeviation;
import lingdian.law.figures.PeerFigure;
import lingdian.law.hours.Closure;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursLayers;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.Level;
import lingdian.law.hours.LicenceExpiry;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.hours.Weekly;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about cafés, at the place in the table where it is decided:
 *
 * <pre>
 * day 2026-03-01                                   (the day of the times without a sign)
 * cafe B Europe/Berlin                             (a café in another time zone)
 * staff A FRONT BAR
 * terminals A 40                                   (licensed)
 * heard A 36                                       (terminals heard of in the last days)
 * unlike A night-logins -3.501 100                 (z-score and logins; without words: not far from its peers)
 * hours A daily 08:00-02:00                        (or: mon 08:00-12:00 14:00-02:00, tue 00:00-24:00)
 * order A o1 closed 15:00..17:00                   (the same order again: it was changed)
 * measures A security                              (as which its software is registered)
 * suspended A s1 12:00..20:00                      (or 12:00.. without an end; by the culture authority)
 * suspended A s1 12:00..20:00 public-security      (by the other one)
 * suspended A s1 12:00..20:00 culture 府令1号       (by an order that closes cafés)
 * licence A 2026-07-01                             (its last day)
 * closure A c1 12:00..20:00                        (or 12:00.. without an end)
 * keyed A 09:00                                    (when its first agent key was made; else on the day before)
 * </pre>
 */
final class ScenarioCafes {
    private final Map<String, Cafe> cafes = new TreeMap<>();
    private LocalDate day = LocalDate.of(2026, 7, 1);
    private long entered;

    private static final class Cafe {
        final String placeCode;
        ZoneId zone = ChinaTime.ZONE;
        Set<String> staff = Set.of();

        @Nullable
        Integer terminals;

        Integer heardTerminals;

        @Nullable
        PeerDeviation unlike;

        Measures measures = Measures.MANAGEMENT;

        final List<Schedule> schedules = new ArrayList<>();
        final Map<String, HoursOrder> orders = new LinkedHashMap<>();
        final Map<String, SuspensionPeriod> suspensions = new LinkedHashMap<>();
        final Map<String, Closure> closures = new LinkedHashMap<>();

        @Nullable
        Instant keyedAt;

        Cafe(String name) {
            placeCode = String.format(Locale.ROOT, "36048110%06d", name.charAt(0) - 'A' + 1);
        }
    }

    static String name(String placeCode) {
        return String.valueOf((char) ('A' - 1 + Integer.parseInt(placeCode.substring(8))));
    }

    String placeCode(String name) {
        return cafe(name).placeCode;
    }

    ScenarioClock clock(String name) {
        return new ScenarioClock(day, cafe(name).zone);
    }

    CafeFacts facts(String name) {
        Cafe cafe = cafe(name);
        var layers = new HoursLayers(cafe.zone, cafe.schedules, List.copyOf(cafe.orders.values()));
        return new CafeFacts(
                new PlaceCode(cafe.placeCode),
                new RegionCode(cafe.placeCode.substring(0, 6)),
                Hours.of(layers),
                List.copyOf(cafe.suspensions.values()),
                cafe.staff,
                cafe.terminals,
                new NightlyFigures(cafe.heardTerminals, cafe.unlike),
                cafe.measures,
                List.copyOf(cafe.closures.values()));
    }

    Instant keyedAt(String name) {
        Instant at = cafe(name).keyedAt;
        return at == null ? clock(name).instant("00:00-1") : at;
    }

    /** The café that the line decides something about; null where it is another kind of line. */
    @Nullable
    String decide(String line) {
        List<String> words = List.of(line.split(" "));
        switch (words.getFirst()) {
            case "day" -> day = LocalDate.parse(words.get(1));
            case "cafe" -> cafe(words.get(1)).zone = ZoneId.of(words.get(2));
            case "staff" -> cafe(words.get(1)).staff = Set.copyOf(words.subList(2, words.size()));
            case "terminals" -> cafe(words.get(1)).terminals = Integer.valueOf(words.get(2));
            case "heard" -> cafe(words.get(1)).heardTerminals = Integer.valueOf(words.get(2));
            case "unlike" -> cafe(words.get(1)).unlike = words.size() < 3 ? null : unlike(words);
            case "measures" -> cafe(words.get(1)).measures = Measures.of(words.get(2));
            case "hours" -> cafe(words.get(1)).schedules.add(schedule(words.subList(2, words.size())));
            case "order" -> cafe(words.get(1)).orders.put(words.get(2), order(words));
            case "suspended" -> cafe(words.get(1)).suspensions.put(words.get(2), suspension(words));
            case "closure" -> cafe(words.get(1)).closures.put(words.get(2), closure(words));
            case "keyed" -> cafe(words.get(1)).keyedAt = clock(words.get(1)).instant(words.get(2));
            case "licence" -> cafe(words.get(1)).suspensions.put("licence", licence(words));
            default -> {
                return null;
            }
        }
        return words.getFirst().equals("day") ? "A" : words.get(1);
    }

    private static PeerDeviation unlike(List<String> words) {
        int score = new BigDecimal(words.get(3)).movePointRight(3).intValueExact();
        return new PeerDeviation(
                PeerFigure.of(words.get(2)),
                new RegionCode("360481"),
                12,
                Long.parseLong(words.get(4)),
                500_000,
                100_000,
                score);
    }

    private Cafe cafe(String name) {
        return cafes.computeIfAbsent(name, Cafe::new);
    }

    private Schedule schedule(List<String> words) {
        var days = new LinkedHashMap<String, List<String>>();
        for (String part : String.join(" ", words).split(", ")) {
            List<String> one = List.of(part.split(" "));
            List<String> openings = one.subList(1, one.size());
            if (one.getFirst().equals("daily")) {
                Arrays.stream(DayOfWeek.values()).forEach(any -> days.put(key(any), openings));
            } else {
                days.put(one.getFirst(), openings);
            }
        }
        Weekly weekly = ((Weekly.Parsed.Valid) Weekly.parse(days)).weekly();
        return new Schedule(Level.CAFE, ++entered, weekly, LocalDate.of(2020, 1, 1), null);
    }

    private static String key(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private HoursOrder order(List<String> words) {
        String[] times = words.get(4).split("\\.\\.");
        ScenarioClock clock = clock(words.get(1));
        return new HoursOrder(
                Level.CAFE,
                ++entered,
                id(words.get(2)),
                words.get(3).equals("open"),
                clock.instant(times[0]),
                clock.instant(times[1]));
    }

    private SuspensionPeriod suspension(List<String> words) {
        String[] times = words.get(3).split("\\.\\.");
        ScenarioClock clock = clock(words.get(1));
        return new SuspensionPeriod(
                id(words.get(2)),
                clock.instant(times[0]),
                times.length == 1 ? null : clock.instant(times[1]),
                order(words.size() < 5 ? Authority.CULTURE : Authority.of(words.get(4)), words));
    }

    private static SuspensionOrder order(Authority by, List<String> words) {
        return words.size() < 6
                ? new SuspensionOrder(SuspensionOrder.Kind.SUSPENSION, by, "x")
                : new SuspensionOrder(SuspensionOrder.Kind.CLOSING_ORDER, by, words.get(5));
    }

    private Closure closure(List<String> words) {
        SuspensionPeriod period = suspension(words);
        return new Closure(period.id(), Closure.Kind.TEMPORARY, period.from(), period.to());
    }

    private SuspensionPeriod licence(List<String> words) {
        Cafe cafe = cafe(words.get(1));
        LocalDate last = LocalDate.parse(words.get(2));
        return SuspensionPeriod.expired(
                LicenceExpiry.id(new PlaceCode(cafe.placeCode), last), LicenceExpiry.at(last, cafe.zone));
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
