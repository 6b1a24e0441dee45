package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import lingdian.office.query.JsonValues;

/**
 * How well a café was heard and what was confirmed of it, as {@link HistoryEndpoint} answers it.
 *
 * @param months that are over in which it was heard, of the last twelve, the latest first
 * @param confirmed within twelve months, the most frequent first
 */
public record CafeHistory(
        LocalDate from, LocalDate to, List<HeardDay> days, List<YearMonth> months, List<Confirmed> confirmed) {
    public CafeHistory {
        days = List.copyOf(days);
        months = List.copyOf(months);
        confirmed = List.copyOf(confirmed);
    }

    /** On how many hours of a day it was heard. */
    public record HeardDay(LocalDate day, long hours) {
        private static HeardDay of(JsonObject json) {
            return new HeardDay(JsonValues.day(json, "day"), json.getLong("hoursHeard"));
        }
    }

    /** How many violations of one code. */
    public record Confirmed(String code, int violations) {
        private static Confirmed of(JsonObject json) {
            return new Confirmed(json.getString("code"), json.getInteger("violations"));
        }
    }

    static CafeHistory of(JsonObject json) {
        return new CafeHistory(
                JsonValues.day(json, "from"),
                JsonValues.day(json, "to"),
                JsonValues.all(json, "days", HeardDay::of),
                json.getJsonArray("months").stream()
                        .map(month -> YearMonth.parse((String) month))
                        .toList(),
                JsonValues.all(json, "confirmed", Confirmed::of));
    }
}
