package lingdian.law.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a table of hours and questions, one a line, in the order of entry:
 *
 * <pre>
 * zone Europe/Berlin
 * county schedule 2026-07-01..2026-07-31  mon-thu 08:00-24:00, fri sat 08:00-02:00   (a day not named is closed)
 * cafe order closed 2026-07-03 22:00..2026-07-04 01:00
 * at 2026-07-03 21:59  -> open 2026-07-03 08:00..2026-07-03 22:00                    (the whole interval around it)
 * </pre>
 */
public final class HoursScenario {
    private static final Pattern SCHEDULE = Pattern.compile("(\\w+) schedule (\\S+?)\\.\\.(\\S*)\\s+(.*)");
    private static final Pattern ORDER = Pattern.compile("(\\w+) order (open|closed) (.+?)\\.\\.(.+)");
    private static final Pattern QUESTION = Pattern.compile("at (.+?)\\s*-> (.+)");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    private static final DateTimeFormatter MINUTE_WITH_OFFSET = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mmxxx");

    private final List<Schedule> schedules = new ArrayList<>();
    private final List<HoursOrder> orders = new ArrayList<>();
    private final Map<String, String> questions = new LinkedHashMap<>();
    private ZoneId zone = ZoneId.of("Asia/Shanghai");
    private long entered;

    static void check(String table) {
        var scenario = new HoursScenario();
        table.lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .forEach(scenario::read);
        Hours hours = scenario.hours();
        assertThat(scenario.questions).isNotEmpty();
        scenario.questions.forEach(
                (at, expected) -> assertThat(scenario.describe(hours.at(scenario.instant(at)), expected))
                        .as("at %s", at)
                        .isEqualTo(expected));
    }

    static Hours hours(String table) {
        var scenario = new HoursScenario();
        table.lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .forEach(scenario::read);
        return scenario.hours();
    }

    private Hours hours() {
        return Hours.of(new HoursLayers(zone, schedules, orders));
    }

    private void read(String line) {
        Matcher schedule = SCHEDULE.matcher(line);
        Matcher order = ORDER.matcher(line);
        Matcher question = QUESTION.matcher(line);
        if (line.startsWith("zone ")) {
            zone = ZoneId.of(line.substring(5));
        } else if (schedule.matches()) {
            schedules.add(schedule(schedule));
        } else if (order.matches()) {
            orders.add(order(order));
        } else if (question.matches()) {
            questions.put(question.group(1), question.group(2));
        } else {
            throw new IllegalArgumentException(line);
        }
    }

    private Schedule schedule(Matcher line) {
        LocalDate to = line.group(3).isEmpty() ? null : LocalDate.parse(line.group(3));
        return new Schedule(level(line.group(1)), ++entered, weekly(line.group(4)), LocalDate.parse(line.group(2)), to);
    }

    private HoursOrder order(Matcher line) {
        boolean open = line.group(2).equals("open");
        Instant from = instant(line.group(3));
        return new HoursOrder(
                level(line.group(1)), ++entered, new UUID(0, entered), open, from, instant(line.group(4)));
    }

    private static Level level(String name) {
        return Level.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** {@code mon-thu 08:00-24:00, fri sat 08:00-12:00 13:00-02:00}; {@code daily …}; {@code closed}. */
    public static Weekly weekly(String text) {
        var json = new LinkedHashMap<String, List<String>>();
        if (!text.equals("closed")) {
            for (String part : text.split(", ")) {
                List<String> words = Arrays.asList(part.strip().split("\\s+"));
                List<String> openings =
                        words.stream().filter(word -> word.contains(":")).toList();
                words.stream()
                        .filter(word -> !word.contains(":"))
                        .flatMap(HoursScenario::days)
                        .forEach(day -> json.put(day, openings));
            }
        }
        return ((Weekly.Parsed.Valid) Weekly.parse(json)).weekly();
    }

    private static java.util.stream.Stream<String> days(String words) {
        List<String> week =
                Arrays.stream(DayOfWeek.values()).map(WeeklyParser::key).toList();
        String[] ends = (words.equals("daily") ? "mon-sun" : words).split("-");
        return week.subList(week.indexOf(ends[0]), week.indexOf(ends[ends.length - 1]) + 1).stream();
    }

    private Instant instant(String local) {
        return local.length() > 16
                ? ZonedDateTime.parse(local, MINUTE_WITH_OFFSET).toInstant()
                : LocalDateTime.parse(local, MINUTE).atZone(zone).toInstant();
    }

    private String describe(HoursSegment segment, String expected) {
        boolean withOffset = expected.matches(".*[+-]\\d\\d:\\d\\d(\\.\\..*)?");
        DateTimeFormatter format = withOffset ? MINUTE_WITH_OFFSET : MINUTE;
        String kind = segment.permitted() ? "open" : "closed";
        return kind + " " + show(segment.from(), format) + ".." + show(segment.to(), format);
    }

    private @Nullable String show(Instant instant, DateTimeFormatter format) {
        int year = instant.atZone(zone).getYear();
        return year < 0 || year > 10_000 ? "ever" : format.format(instant.atZone(zone));
    }
}
