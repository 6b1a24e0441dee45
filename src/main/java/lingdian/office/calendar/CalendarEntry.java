package lingdian.office.calendar;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.law.calendar.CalendarDay;
import lingdian.law.calendar.CalendarYear;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A year's table with its origin.
 *
 * @param version counts the changes of its year; 0 is the configuration's file
 * @param by who entered it; null for the file
 * @param at when; null for the file
 */
record CalendarEntry(
        CalendarYear table,
        int version,
        @Nullable AccountId by,
        @Nullable Instant at) {
    /** What a day is shown with besides its name and source. */
    private static final int OF_A_DAY = 100;

    static CalendarEntry ofFile(CalendarYear table) {
        return new CalendarEntry(table, 0, null, null);
    }

    /** About how many characters it is shown with. */
    int size() {
        return table.shownCharacters() + table.days().size() * OF_A_DAY;
    }

    /** As everyone sees it. */
    JsonObject json() {
        return new JsonObject()
                .put("year", table.year())
                .put("official", table.official())
                .put("source", table.source())
                .put("standing", table.standing().wire())
                .put("origin", at == null ? "file" : "account")
                .put("version", version)
                .put("changedAt", at == null ? null : Rfc3339.format(at, ChinaTime.ZONE))
                .put("days", new JsonArray(table.days().stream().map(this::json).toList()));
    }

    /** With the account that entered it. */
    JsonObject versionJson() {
        return json().put("changedBy", by == null ? null : by.toString());
    }

    private JsonObject json(CalendarDay day) {
        return new JsonObject()
                .put("date", day.date().toString())
                .put("kind", day.kind().wire())
                .put("name", day.name())
                .put("source", table.sourceOf(day))
                .put("standing", table.standingOf(day).wire());
    }
}
