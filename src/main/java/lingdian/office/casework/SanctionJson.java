package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.domain.ChinaTime;
import lingdian.law.course.Sanction;
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

    /** Those of a request, or as they are stored. */
    static List<Sanction> read(JsonArray array) {
        var sanctions = new ArrayList<Sanction>();
        for (int i = 0; i < array.size(); i++) {
            sanctions.add(read(array.getJsonObject(i), "/sanctions/" + i));
        }
        return sanctions;
    }

    private static Sanction read(JsonObject json, String pointer) {
        return switch (json.getString("kind")) {
            case "warning" -> new Sanction.Warning();
            case "fine" -> new Sanction.Fine(needed(json.getInteger("yuan"), pointer + "/yuan"));
            case "confiscation" -> new Sanction.Confiscation();
            case "suspension" -> suspension(instant(json, "from", pointer), instant(json, "to", pointer), pointer);
            case "revocation" -> new Sanction.Revocation(instantOrNull(json, "from", pointer));
            case "none" -> new Sanction.None();
            default -> new Sanction.Withdrawn();
        };
    }

    private static Sanction suspension(Instant from, Instant to, String pointer) {
        if (!to.isAfter(from)) {
            throw Refused.body(pointer + "/to", "expected an end after the beginning");
        }
        return new Sanction.Suspension(from, to);
    }

    private static @Nullable Instant instantOrNull(JsonObject json, String field, String pointer) {
        return json.getString(field) == null ? null : instant(json, field, pointer);
    }

    private static Instant instant(JsonObject json, String field, String pointer) {
        return Rfc3339.parse(needed(json.getString(field), pointer + "/" + field))
                .orElseThrow(() -> Refused.body(
                        pointer + "/" + field,
                        "expected an RFC 3339 date-time with an offset, such as "
                                + Rfc3339.format(Instant.EPOCH, ChinaTime.ZONE)));
    }

    private static <T> T needed(@Nullable T value, String pointer) {
        if (value == null) {
            throw Refused.body(pointer, "is required for this kind of sanction");
        }
        return value;
    }
}
