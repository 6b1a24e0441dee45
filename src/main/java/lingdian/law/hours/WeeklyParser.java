package lingdian.law.hours;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.law.hours.Weekly.Mistake;
import lingdian.law.hours.Weekly.Opening;
import lingdian.law.hours.Weekly.Parsed;
import org.jspecify.annotations.Nullable;

/** Reads one weekly list and collects all its errors, so that a sender can correct everything at once. */
final class WeeklyParser {
    private static final Pattern INTERVAL = Pattern.compile("([01]\\d|2[0-4]):([0-5]\\d)-([01]\\d|2[0-4]):([0-5]\\d)");

    private final Map<DayOfWeek, List<Opening>> days = new EnumMap<>(DayOfWeek.class);
    private final List<Mistake> mistakes = new ArrayList<>();

    static String key(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    Parsed parse(Map<String, ? extends @Nullable Object> json) {
        json.forEach((key, openings) ->
                day(key).ifPresentOrElse(day -> readDay(day, openings), () -> mistake("/weekly", "only mon to sun")));
        return mistakes.isEmpty() ? new Parsed.Valid(new Weekly(days)) : new Parsed.Invalid(List.copyOf(mistakes));
    }

    private static Optional<DayOfWeek> day(String key) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> key(day).equals(key))
                .findFirst();
    }

    private void readDay(DayOfWeek day, @Nullable Object openings) {
        String path = "/weekly/" + key(day);
        var read = new ArrayList<Opening>();
        days.put(day, read);
        if (!(openings instanceof Iterable<?> list)) {
            mistake(path, "an array of intervals");
            return;
        }
        int index = 0;
        for (Object opening : list) {
            readOpening(path + "/" + index++, opening).ifPresent(read::add);
        }
    }

    private Optional<Opening> readOpening(String path, @Nullable Object text) {
        Matcher matcher = INTERVAL.matcher(text instanceof String string ? string : "");
        if (!matcher.matches()) {
            return mistake(path, "\"HH:MM-HH:MM\" with times from 00:00 to 24:00");
        }
        int opens = minutes(matcher, 1);
        int closes = minutes(matcher, 3);
        if (opens >= Opening.MINUTES_A_DAY || closes > Opening.MINUTES_A_DAY) {
            return mistake(path, "a beginning before 24:00 and an end of at most 24:00");
        }
        if (opens == closes) {
            return mistake(path, "an end other than the beginning; a whole day is \"00:00-24:00\"");
        }
        return Optional.of(new Opening(opens, closes));
    }

    private static int minutes(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group)) * 60 + Integer.parseInt(matcher.group(group + 1));
    }

    private Optional<Opening> mistake(String path, String expected) {
        mistakes.add(new Mistake(path, "expected " + expected));
        return Optional.empty();
    }
}
