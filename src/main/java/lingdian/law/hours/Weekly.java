package lingdian.law.hours;

import static java.util.stream.Collectors.toList;

import java.time.DayOfWeek;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A weekly list of local opening intervals, as the authority wrote it; a day without entry is closed.
 *
 * <p>Nothing is merged here, so that a grant can be shown as it was made. Intervals that adjoin or overlap count as one
 * where they are applied ({@link Hours}).
 *
 * @param days the intervals that begin on each day
 */
public record Weekly(Map<DayOfWeek, List<Opening>> days) {
    /** 08:00 to 24:00 every day: the hours of Order 363, Art. 22, which apply if no others were granted. */
    public static final Weekly STATUTORY = new Weekly(everyDay(new Opening(8 * 60, Opening.MINUTES_A_DAY)));

    public Weekly {
        var copy = new EnumMap<DayOfWeek, List<Opening>>(DayOfWeek.class);
        days.forEach((day, openings) -> copy.put(day, List.copyOf(openings)));
        days = Collections.unmodifiableMap(copy);
    }

    /**
     * One interval, in minutes of the day on which it begins. One that closes at or before its opening continues into
     * the next day.
     *
     * @param opens 0 to 1439
     * @param closes 0 to 1440 (24:00), other than {@code opens}
     */
    public record Opening(int opens, int closes) {
        static final int MINUTES_A_DAY = 24 * 60;

        public Opening {
            if (opens < 0 || opens >= MINUTES_A_DAY || closes < 0 || closes > MINUTES_A_DAY || opens == closes) {
                throw new IllegalArgumentException("expected two different times from 00:00 to 24:00");
            }
        }

        /** Its end, in minutes since the midnight before its opening: 1 to 2878. */
        int end() {
            return closes > opens ? closes : closes + MINUTES_A_DAY;
        }

        /** As it is written: {@code 08:00-24:00}. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%02d:%02d-%02d:%02d", opens / 60, opens % 60, closes / 60, closes % 60);
        }
    }

    /**
     * One error in a weekly list.
     *
     * @param path where, as a JSON pointer into the request: {@code /weekly/fri/0}
     * @param expected what is expected there; never repeats the value
     */
    public record Mistake(String path, String expected) {}

    /** The result of parsing a weekly list. */
    public sealed interface Parsed {
        record Valid(Weekly weekly) implements Parsed {}

        /** @param mistakes all of them, at least one */
        record Invalid(List<Mistake> mistakes) implements Parsed {}
    }

    /**
     * Parses {@code {"mon":["08:00-24:00"],"fri":["08:00-02:00"]}}.
     *
     * @param json the JSON object; each value any {@link Iterable} of strings
     */
    public static Parsed parse(Map<String, ? extends @Nullable Object> json) {
        return new WeeklyParser().parse(json);
    }

    /** The JSON object that it was parsed from, in the order of days. */
    public Map<String, List<String>> toMap() {
        var json = new LinkedHashMap<String, List<String>>();
        days.forEach((day, openings) -> json.put(
                WeeklyParser.key(day), openings.stream().map(Opening::toString).collect(toList())));
        return json;
    }

    private static Map<DayOfWeek, List<Opening>> everyDay(Opening opening) {
        var days = new EnumMap<DayOfWeek, List<Opening>>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day, List.of(opening));
        }
        return days;
    }
}
