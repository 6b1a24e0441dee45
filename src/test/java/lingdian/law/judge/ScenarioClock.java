package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as tables write them: {@code 23:50}, {@code 00:10:01+1} (the next day), {@code 24:00}. */
record ScenarioClock(LocalDate day, ZoneId zone) {
    private static final Pattern TIME = Pattern.compile("(\\d\\d):(\\d\\d)(?::(\\d\\d(?:\\.\\d+)?))?([+-]\\d+)?");

    static boolean isTime(String word) {
        return TIME.matcher(word).matches();
    }

    Instant instant(String word) {
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            throw new IllegalArgumentException("no time: " + word);
        }
        int days = time.group(4) == null ? 0 : Integer.parseInt(time.group(4));
        boolean midnight = time.group(1).equals("24");
        String second = time.group(3) == null ? "00" : time.group(3);
        LocalTime local = LocalTime.parse((midnight ? "00" : time.group(1)) + ":" + time.group(2) + ":" + second);
        return day.plusDays(midnight ? days + 1 : days)
                .atTime(local)
                .atZone(zone)
                .toInstant();
    }

    String word(Instant at) {
        var local = at.atZone(zone);
        long days = Duration.between(day.atStartOfDay(), local.toLocalDate().atStartOfDay())
                .toDays();
        return local.toLocalTime() + (days == 0 ? "" : days > 0 ? "+" + days : String.valueOf(days));
    }
}
