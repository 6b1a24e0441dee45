package lingdian.office.api;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import lingdian.access.account.Refused;
import lingdian.domain.VisibleText;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Reads values that a JSON Schema cannot check; a wrong one is refused by its JSON path, without its value. */
public final class BodyFields {
    public static final String INSTANT =
            "expected an RFC 3339 date-time with an offset, such as 2026-07-01T08:00:00+08:00";
    public static final String TAKEN = "expected a time from 0001-01-02T00:00:00Z until before 9999-12-31T00:00:00Z";
    public static final String DATE = "expected a real date, such as 2026-07-01";

    private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private BodyFields() {}

    /** Refuses texts of one line with any character that nobody sees: the OpenAPI document cannot name all of those. */
    public static void demandVisible(JsonObject body, String... fields) {
        for (String field : fields) {
            String text = body.getString(field);
            if (text != null && !VisibleText.isName(text)) {
                throw Refused.body("/" + field, "expected one line without characters that nobody sees");
            }
        }
    }

    public static @Nullable LocalDate date(JsonObject body, String field, String pointer) {
        String text = body.getString(field);
        return text == null ? null : date(text, pointer);
    }

    public static LocalDate date(String text, String pointer) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException unreal) {
            throw Refused.body(pointer, DATE);
        }
    }

    public static @Nullable Instant instant(JsonObject body, String field) {
        String text = body.getString(field);
        return text == null ? null : instant(text, "/" + field);
    }

    /** Refuses a time that some time zone would write with a year other than 0001 to 9999, since nobody could read that. */
    public static Instant instant(String text, String pointer) {
        Instant instant = Rfc3339.parse(text).orElseThrow(() -> Refused.body(pointer, INSTANT));
        if (!isTaken(instant)) {
            throw Refused.body(pointer, TAKEN);
        }
        return instant;
    }

    public static boolean isTaken(Instant instant) {
        return !instant.isBefore(FIRST) && instant.isBefore(END);
    }

    /** For a field that the OpenAPI document requires. */
    public static LocalDate neededDate(JsonObject body, String field) {
        LocalDate date = date(body, field, "/" + field);
        if (date == null) {
            throw Refused.body("/" + field, DATE);
        }
        return date;
    }

    /** For a field that the OpenAPI document requires. */
    public static Instant neededInstant(JsonObject body, String field) {
        Instant instant = instant(body, field);
        if (instant == null) {
            throw Refused.body("/" + field, INSTANT);
        }
        return instant;
    }
}
