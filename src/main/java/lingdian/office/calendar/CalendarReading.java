package lingdian.office.calendar;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.law.calendar.CalendarYear;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.YamlFile;

/**
 * Reads a year's table from a request.
 *
 * <p>JSON is YAML, so what a file may say and what a request may say are read, and refused, by the same code. Unlike a
 * file's, unknown fields of a request are ignored.
 */
final class CalendarReading {
    private static final List<String> OF_YEAR = List.of("official", "source", "standing");
    private static final List<String> OF_DAY = List.of("date", "kind", "name", "source", "standing");

    private CalendarReading() {}

    static CalendarYear table(int year, JsonObject body) {
        JsonObject known = only(body, OF_YEAR).put("year", year);
        var days = new JsonArray();
        body.getJsonArray("days").forEach(day -> days.add(only((JsonObject) day, OF_DAY)));
        byte[] json = known.put("days", days).encode().getBytes(StandardCharsets.UTF_8);
        try {
            CalendarYear table = YamlFile.read(new ByteArrayInputStream(json), CalendarYear.class);
            if (table.isLong()) {
                throw Refused.body("/days", CalendarYear.NOT_LONG);
            }
            return table;
        } catch (InvalidConfiguration wrong) {
            var errors = new JsonArray();
            wrong.mistakes().forEach(mistake -> errors.add(error(mistake)));
            throw Refused.invalid(errors);
        }
    }

    private static JsonObject only(JsonObject given, List<String> fields) {
        var known = new JsonObject();
        fields.stream().filter(given::containsKey).forEach(field -> known.put(field, given.getValue(field)));
        return known;
    }

    /** {@code days[3].date: must be …} names the place that a JSON pointer calls {@code /days/3/date}. */
    private static JsonObject error(String mistake) {
        int colon = mistake.indexOf(": ");
        String pointer = "/"
                + mistake.substring(0, colon).replace('[', '/').replace("]", "").replace('.', '/');
        return Refused.bodyError(pointer, mistake.substring(colon + 2));
    }
}
