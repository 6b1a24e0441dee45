package lingdian.office.cafe;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import lingdian.access.account.Refused;
import lingdian.office.api.BodyFields;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A café's safety officer, when its staff were trained, and when its owner signed the letter of responsibility
 * (守法经营责任书).
 *
 * @param officer name and telephone of the safety officer (安全员); null if none is named
 * @param trainedOn the latest first
 * @param version another one at each change
 */
record Safety(
        @Nullable JsonObject officer,
        List<LocalDate> trainedOn,
        @Nullable LocalDate responsibilityLetterOn,
        UUID version,
        Instant changedAt) {
    /** The version of a café without an entry. */
    private static final UUID NONE = new UUID(0, 0);

    private static final String NOT_AHEAD = "expected a day that is not in the future";

    Safety {
        trainedOn =
                trainedOn.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    }

    /** An entry made at {@code now}; refuses days that are in the future in the café's zone. */
    static Safety of(JsonObject body, UUID version, Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        JsonArray days = body.getJsonArray("trainedOn", new JsonArray());
        var trainedOn = new ArrayList<LocalDate>();
        for (int i = 0; i < days.size(); i++) {
            String pointer = "/trainedOn/" + i;
            trainedOn.add(past(BodyFields.date(days.getString(i), pointer), today, pointer));
        }
        LocalDate letter = BodyFields.date(body, "responsibilityLetterOn", "/responsibilityLetterOn");
        return new Safety(
                officer(body.getJsonObject("officer")),
                trainedOn,
                letter == null ? null : past(letter, today, "/responsibilityLetterOn"),
                version,
                now);
    }

    private static LocalDate past(LocalDate day, LocalDate today, String pointer) {
        if (day.isAfter(today)) {
            throw Refused.body(pointer, NOT_AHEAD);
        }
        return day;
    }

    private static @Nullable JsonObject officer(@Nullable JsonObject given) {
        return given == null
                ? null
                : new JsonObject().put("name", given.getString("name")).put("phone", given.getString("phone"));
    }

    JsonObject json(ZoneId zone) {
        return json(officer, trainedOn, responsibilityLetterOn, version, Rfc3339.format(changedAt, zone));
    }

    /** For a café without an entry. */
    static JsonObject none() {
        return json(null, List.of(), null, NONE, null);
    }

    private static JsonObject json(
            @Nullable JsonObject officer,
            List<LocalDate> trainedOn,
            @Nullable LocalDate letter,
            UUID version,
            @Nullable String at) {
        return new JsonObject()
                .put("officer", officer)
                .put(
                        "trainedOn",
                        new JsonArray(
                                trainedOn.stream().map(LocalDate::toString).toList()))
                .put("responsibilityLetterOn", letter == null ? null : letter.toString())
                .put("version", version.toString())
                .put("changedAt", at);
    }

    @Override
    public String toString() {
        return "Safety[" + trainedOn + "]"; // it holds a name
    }
}
