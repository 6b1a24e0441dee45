package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lingdian.access.account.Refused;
import lingdian.law.course.Sanction;
import lingdian.office.api.BodyFields;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** What a decision says, as JSON. */
final class SanctionJson {
    private SanctionJson() {}

    static JsonArray write(List<Sanction> sanctions, ZoneId zone) {
        return new JsonArray(sanctions.stream().map(one -> write(one, zone)).toList());
    }

    private static JsonObject write(Sanction sanction, ZoneId zone) {
        return switch (sanction) {
            case Sanction.Warning ignored -> kind("warning");
            case Sanction.Fine fine -> kind("fine").put("yuan", fine.yuan());
            case Sanction.Confiscation ignored -> kind("confiscation");
            case Sanction.Suspension suspension ->
                kind("suspension")
                        .put("from", Rfc3339.format(suspension.from(), zone))
                        .put("to", Rfc3339.format(suspension.to(), zone));
            case Sanction.Revocation revocation -> {
                Instant from = revocation.from();
                JsonObject json = kind("revocation");
                yield from == null ? json : json.put("from", Rfc3339.format(from, zone));
            }
            case Sanction.None ignored -> kind("none");
            case Sanction.Withdrawn ignored -> kind("withdrawn");
        };
    }

    private static JsonObject kind(String kind) {
        return new JsonObject().put("kind", kind);
    }

    /** Those of a request. */
    static List<Sanction> entered(JsonArray array) {
        var sanctions = new ArrayList<Sanction>();
        for (int i = 0; i < array.size(); i++) {
            sanctions.add(entered(array.getJsonObject(i), "/sanctions/" + i));
        }
        return sanctions;
    }

    private static Sanction entered(JsonObject json, String pointer) {
        return switch (json.getString("kind")) {
            case "fine" -> new Sanction.Fine(needed(json.getInteger("yuan"), pointer + "/yuan"));
            case "suspension" -> suspension(instant(json, "from", pointer), instant(json, "to", pointer), pointer);
            default -> read(json, field -> instant(json, field, pointer));
        };
    }

    private static Sanction suspension(Instant from, Instant to, String pointer) {
        if (!to.isAfter(from)) {
            throw Refused.body(pointer + "/to", "expected an end after the beginning");
        }
        return new Sanction.Suspension(from, to);
    }

    private static Instant instant(JsonObject json, String field, String pointer) {
        String at = pointer + "/" + field;
        return BodyFields.instant(needed(json.getString(field), at), at);
    }

    private static <T> T needed(@Nullable T value, String pointer) {
        if (value == null) {
            throw Refused.body(pointer, "is required for this kind of sanction");
        }
        return value;
    }

    /**
     * As they are stored: whatever {@link #write} wrote, also times that are not taken any more. A case that could not be read
     * would end each list that it is in.
     */
    static List<Sanction> stored(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(json -> read(json, field -> Rfc3339.written(json.getString(field))))
                .toList();
    }

    /** @param times reads the time of a field */
    private static Sanction read(JsonObject json, Function<String, Instant> times) {
        return switch (json.getString("kind")) {
            case "warning" -> new Sanction.Warning();
            case "fine" -> new Sanction.Fine(json.getInteger("yuan"));
            case "confiscation" -> new Sanction.Confiscation();
            case "suspension" -> new Sanction.Suspension(times.apply("from"), times.apply("to"));
            case "revocation" -> new Sanction.Revocation(json.getString("from") == null ? null : times.apply("from"));
            case "none" -> new Sanction.None();
            default -> new Sanction.Withdrawn();
        };
    }
}
