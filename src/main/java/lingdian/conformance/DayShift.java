package lingdian.conformance;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves the events of a vector by whole days, so that one café can play many vectors in order of time.
 *
 * <p>Ages and validities at the moved time are what they were: a person's 18th birthday moves by the same days. Sessions
 * get new ids, because a café may use an id once. What is malformed stays as it is.
 */
final class DayShift {
    private static final int OF_AGE = 18;
    private static final Pattern SESSION = Pattern.compile("[\\w.-]{1,64}");
    private static final Pattern DATED = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(T.*)");

    private final long days;
    private final String prefix;
    private final Map<String, String> sessions = new HashMap<>();

    /** @param prefix of the new ids of sessions */
    DayShift(long days, String prefix) {
        this.days = days;
        this.prefix = prefix;
    }

    JsonObject moved(JsonObject event) {
        JsonObject moved = event.copy();
        if (event.getValue("session") instanceof String id
                && SESSION.matcher(id).matches()) {
            moved.put("session", sessions.computeIfAbsent(id, known -> prefix + "-" + sessions.size()));
        }
        if (event.getValue("at") instanceof String at) {
            Matcher parts = DATED.matcher(at);
            if (parts.matches()) {
                moved.put("at", later(parts.group(1)) + parts.group(2));
                document(moved, parts.group(1));
            }
        }
        return moved;
    }

    private void document(JsonObject event, String date) {
        if (event.getValue("document") instanceof JsonObject document) {
            if (document.getValue("validUntil") instanceof String validUntil) {
                document.put("validUntil", later(validUntil));
            }
            if (document.getValue("birthDate") instanceof String birthDate) {
                document.put("birthDate", bornLater(birthDate, date));
            }
            if (document.getValue("number") instanceof String number && CheckCharacter.isRight(number)) {
                String born = number.substring(6, 10) + "-" + number.substring(10, 12) + "-" + number.substring(12, 14);
                String digits = bornLater(born, date).replace("-", "");
                document.put(
                        "number", CheckCharacter.completed(number.substring(0, 6) + digits + number.substring(14, 17)));
            }
        }
    }

    /** The date some days later; the text itself if it is no date. */
    private String later(String text) {
        try {
            return LocalDate.parse(text).plusDays(days).toString();
        } catch (DateTimeException unreal) {
            return text;
        }
    }

    /** Who was not born yet on the date of the event is not born later. */
    private String bornLater(String text, String date) {
        try {
            LocalDate born = LocalDate.parse(text);
            return born.isBefore(LocalDate.parse(date))
                    ? born.plusYears(OF_AGE).plusDays(days).minusYears(OF_AGE).toString()
                    : text;
        } catch (DateTimeException unreal) {
            return text;
        }
    }
}
