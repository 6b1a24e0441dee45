package lingdian.office.campaign;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.InspectionId;
import lingdian.domain.RegionCode;
import lingdian.office.api.BodyFields;
import lingdian.office.campaign.CampaignReport.SignedLetters;
import lingdian.office.campaign.CampaignReport.Training;
import lingdian.office.inspection.Count;
import lingdian.office.inspection.Inspection;
import lingdian.office.inspection.InspectionEntry;
import lingdian.office.inspection.PremisesKinds;
import lingdian.office.query.JsonValues;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a campaign.
 *
 * @param type {@code activity}, {@code inspection}, {@code training} or {@code letters}
 * @param authority that entered it
 * @param region that entered it: the campaign's, or one that joined
 * @param unit that carried it out
 * @param inspection the inspection, if it is one
 * @param within the entry that it is part of, as stated with this one
 * @param figures as shown
 */
record CampaignEntry(
        UUID id,
        String type,
        Authority authority,
        RegionCode region,
        String unit,
        Instant at,
        @Nullable InspectionId inspection,
        @Nullable UUID within,
        JsonObject figures) {
    /** The figures in a body that belong to its type. */
    static JsonObject figures(JsonObject body, PremisesKinds kinds) {
        return switch (body.getString("type")) {
            case "activity" -> activity(body, kinds);
            case "training" ->
                new JsonObject()
                        .put("kind", needed(body, "kind"))
                        .put(
                                "date",
                                BodyFields.date(needed(body, "date"), "/date").toString())
                        .put("cafes", read(body.getJsonObject("cafes")));
            case "letters" ->
                new JsonObject()
                        .put(
                                "date",
                                BodyFields.date(needed(body, "date"), "/date").toString())
                        .put("number", read(body.getJsonObject("number")));
            default -> throw new IllegalStateException("the OpenAPI document has no other type");
        };
    }

    /** The figures of a closed inspection. */
    static JsonObject figures(Inspection inspection) {
        InspectionEntry entered = inspection.entered();
        var visits = new JsonObject();
        entered.visited().visits().forEach((kind, number) -> visits.put(kind, json(Count.exactly(number))));
        return new JsonObject()
                .put("nightRounds", entered.kind().equals("night-round") ? 1 : 0)
                .put("officers", json(Count.exactly(entered.officers())))
                .put("vehicles", json(Count.exactly(entered.vehicles())))
                .put("visits", visits);
    }

    boolean isActivity() {
        return type.equals("activity") || type.equals("inspection");
    }

    boolean isTraining() {
        return type.equals("training");
    }

    boolean isLetters() {
        return type.equals("letters");
    }

    /** Whether its sums were entered, not recorded one by one. */
    boolean isTotal() {
        return type.equals("activity");
    }

    /** The earlier entries that it contains, as stated with this one. */
    List<UUID> contained() {
        return JsonValues.texts(figures, "contains").stream()
                .map(UUID::fromString)
                .toList();
    }

    /** @param whole the activity that it is part of, whichever of the two states it */
    Activity asActivity(@Nullable UUID whole) {
        return new Activity(
                id,
                unit,
                figures.getInteger("nightRounds"),
                count(figures.getJsonObject("officers")),
                count(figures.getJsonObject("vehicles")),
                counts(figures.getJsonObject("visits")),
                "within".equals(figures.getString("parts")),
                whole);
    }

    Training asTraining() {
        return new Training(
                id,
                unit,
                figures.getString("kind"),
                LocalDate.parse(figures.getString("date")),
                countOrNull(figures.getJsonObject("cafes")));
    }

    SignedLetters asLetters() {
        return new SignedLetters(
                id, unit, LocalDate.parse(figures.getString("date")), countOrNull(figures.getJsonObject("number")));
    }

    /** @param whole the activity that it is part of, whichever of the two states it */
    JsonObject json(@Nullable UUID whole) {
        return new JsonObject()
                .put("id", id.toString())
                .put("type", type)
                .put("authority", authority.wire())
                .put("region", region.value())
                .put("unit", unit)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("inspection", inspection == null ? null : inspection.toString())
                .put("within", whole == null ? null : whole.toString())
                .mergeIn(figures);
    }

    static JsonObject json(Count count) {
        return new JsonObject().put("number", count.number()).put("lowerBound", count.lowerBound());
    }

    private static JsonObject activity(JsonObject body, PremisesKinds kinds) {
        JsonObject visits = body.getJsonObject("visits", new JsonObject());
        for (Map.Entry<String, Object> visited : visits) {
            if (!kinds.contains(visited.getKey())) {
                throw Refused.body("/visits", "expected kinds listed in premises.yaml");
            }
        }
        String parts = body.getString("parts");
        Map<String, Count> counts = counts(visits);
        PartsQuestion.askOfKinds(counts, parts, kinds);
        var ofKinds = new JsonObject();
        counts.forEach((kind, count) -> ofKinds.put(kind, json(count)));
        var none = json(Count.NONE);
        var figures = new JsonObject()
                .put("nightRounds", body.getInteger("nightRounds", 0))
                .put("officers", read(body.getJsonObject("officers", none)))
                .put("vehicles", read(body.getJsonObject("vehicles", none)))
                .put("visits", ofKinds);
        return parts == null ? figures : figures.put("parts", parts);
    }

    private static Map<String, Count> counts(JsonObject visits) {
        var counts = new LinkedHashMap<String, Count>();
        visits.forEach(one -> counts.put(one.getKey(), count((JsonObject) one.getValue())));
        return counts;
    }

    private static String needed(JsonObject body, String field) {
        String text = body.getString(field);
        if (text == null) {
            throw Refused.body("/" + field, "is required");
        }
        return text;
    }

    private static Count count(JsonObject json) {
        return new Count(json.getLong("number"), json.getBoolean("lowerBound", false));
    }

    /** As it is kept: only what it means, for JSON spells an integer in many ways, such as 5.0, and PostgreSQL reads only one. */
    private static @Nullable JsonObject read(@Nullable JsonObject json) {
        return json == null ? null : json(count(json));
    }

    private static @Nullable Count countOrNull(@Nullable JsonObject json) {
        return json == null ? null : count(json);
    }
}
