package lingdian.office.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.course.Trigger;
import lingdian.office.api.BodyFields;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import org.jspecify.annotations.Nullable;

/**
 * The content of an inspection as officers write it.
 *
 * @param kind {@code routine}, {@code night-round}, {@code random} or {@code dispatch}
 * @param closed whether it can no longer be changed
 * @param officers how many took part
 * @param purpose why they went
 * @param confidential officers' names, premises with the findings, and the note; null if it can no longer be opened
 */
public record InspectionEntry(
        String kind,
        boolean closed,
        String unit,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int officers,
        int vehicles,
        Visited visited,
        Purpose purpose,
        @Nullable JsonObject confidential) {
    /** How many violations are named of each of the premises: what an answer has, officers can write again. */
    private static final int VIOLATIONS_MAX = 100;

    /** How many cafés a detail of the access log names, which has at most 128 characters. */
    private static final int LOGGED_MAX = 8;

    /**
     * The premises that were visited.
     *
     * @param visits how many, by kind
     * @param placeCodes the cafés among them
     * @param violations that were checked there
     */
    public record Visited(Map<String, Integer> visits, List<PlaceCode> placeCodes, List<ViolationId> violations) {
        static final Visited NOTHING = new Visited(Map.of(), List.of(), List.of());

        public Visited {
            visits = Map.copyOf(visits);
            placeCodes = List.copyOf(placeCodes);
            violations = List.copyOf(violations);
        }

        /** An entry of the access log that says which cafés these add to those of an earlier version, and which they leave out. */
        AccessEntry since(Visited before, AccessEntry entry) {
            return naming(
                    naming(entry, "added", without(placeCodes, before.placeCodes)),
                    "leftOut",
                    without(before.placeCodes, placeCodes));
        }

        private static List<PlaceCode> without(List<PlaceCode> cafes, List<PlaceCode> others) {
            return cafes.stream().filter(cafe -> !others.contains(cafe)).toList();
        }

        private static AccessEntry naming(AccessEntry entry, String detail, List<PlaceCode> cafes) {
            return cafes.isEmpty()
                    ? entry
                    : entry.with(
                                    detail,
                                    cafes.stream()
                                            .limit(LOGGED_MAX)
                                            .map(PlaceCode::value)
                                            .collect(Collectors.joining("+")))
                            .with(detail + "Cafes", cafes.size());
        }
    }

    /** Reads a body that conforms to the OpenAPI document. */
    static InspectionEntry of(JsonObject body, PremisesKinds kinds) {
        return of(body, kinds, Purpose.NONE, null);
    }

    /** The same for a later version: the purpose stays where the body does not name it. */
    static InspectionEntry of(JsonObject body, PremisesKinds kinds, InspectionEntry before) {
        JsonObject written = before.confidential();
        return of(body, kinds, before.purpose(), written == null ? null : written.getString("reference"));
    }

    private static InspectionEntry of(
            JsonObject body, PremisesKinds kinds, Purpose before, @Nullable String reference) {
        Instant startedAt = BodyFields.instant(body, "startedAt");
        Instant endedAt = BodyFields.instant(body, "endedAt");
        if (endedAt != null && (startedAt == null || endedAt.isBefore(startedAt))) {
            throw Refused.body("/endedAt", "expected a time after startedAt");
        }
        JsonArray names = body.getJsonArray("officers", new JsonArray());
        int officers = body.getInteger("officerCount", names.size());
        if (officers < names.size()) {
            throw Refused.body("/officerCount", "expected at least the number of named officers");
        }
        JsonArray premises = body.getJsonArray("premises", new JsonArray());
        check(premises, kinds);
        Visited visited = visited(premises);
        return new InspectionEntry(
                body.getString("kind"),
                body.getBoolean("closed", false),
                body.getString("unit"),
                startedAt,
                endedAt,
                officers,
                body.getInteger("vehicles", 0),
                visited,
                Purpose.of(body, before, !visited.violations().isEmpty()),
                new JsonObject()
                        .put("officers", names)
                        .put("premises", premises)
                        .put("note", body.getString("note"))
                        .put("reference", body.getString("reference", reference)));
    }

    /** The inspection that a dispatch creates, which names the first violations; the officers who go complete it. */
    public static InspectionEntry dispatched(
            String unit, PlaceCode placeCode, List<ViolationId> violations, @Nullable Trigger trigger) {
        var premises = new JsonArray()
                .add(new JsonObject()
                        .put("kind", PremisesKinds.INTERNET_CAFE)
                        .put("placeCode", placeCode.value())
                        .put(
                                "violations",
                                new JsonArray(violations.stream()
                                        .limit(VIOLATIONS_MAX)
                                        .map(ViolationId::toString)
                                        .toList())));
        return new InspectionEntry(
                "dispatch",
                false,
                unit,
                null,
                null,
                0,
                0,
                visited(premises),
                new Purpose(trigger, null),
                new JsonObject()
                        .put("officers", new JsonArray())
                        .put("premises", premises)
                        .putNull("note")
                        .putNull("reference"));
    }

    /** What stays of the confidential part when it is erased: which officers and which places, without what was found there. */
    static JsonObject remainder(JsonObject confidential) {
        var places = new JsonArray();
        confidential.getJsonArray("premises", new JsonArray()).forEach(one -> {
            JsonObject premises = (JsonObject) one;
            places.add(new JsonObject()
                    .put("kind", premises.getString("kind"))
                    .put("placeCode", premises.getString("placeCode"))
                    .put("violations", premises.getJsonArray("violations", new JsonArray())));
        });
        return new JsonObject()
                .put("officers", confidential.getJsonArray("officers", new JsonArray()))
                .put("premises", places);
    }

    /** What concerns these cafés: without other premises, and without the note and all else that names no café. */
    InspectionEntry of(Set<PlaceCode> cafes) {
        var premises = new JsonArray();
        if (confidential != null) {
            confidential.getJsonArray("premises", new JsonArray()).stream()
                    .map(JsonObject.class::cast)
                    .filter(one -> one.getString("placeCode") != null
                            && cafes.contains(new PlaceCode(one.getString("placeCode"))))
                    .forEach(premises::add);
        }
        List<PlaceCode> kept =
                visited.placeCodes().stream().filter(cafes::contains).toList();
        return new InspectionEntry(
                kind,
                closed,
                unit,
                startedAt,
                endedAt,
                officers,
                vehicles,
                new Visited(Map.of(PremisesKinds.INTERNET_CAFE, kept.size()), kept, violations(premises)),
                new Purpose(purpose.trigger(), null),
                confidential == null
                        ? null
                        : new JsonObject()
                                .put("officers", confidential.getJsonArray("officers", new JsonArray()))
                                .put("premises", premises));
    }

    /** As it is shown. */
    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("kind", kind)
                .put("state", state())
                .put("unit", unit)
                .put("startedAt", time(startedAt))
                .put("endedAt", time(endedAt))
                .put("officerCount", officers)
                .put("vehicles", vehicles)
                .put("trigger", purpose.triggerWire())
                .put(
                        "recheckOf",
                        purpose.recheckOf() == null ? null : purpose.recheckOf().toString())
                .put("visits", new JsonObject(new LinkedHashMap<>(visited.visits())));
        return confidential == null ? json : json.mergeIn(confidential);
    }

    String state() {
        return closed ? "closed" : "open";
    }

    private static void check(JsonArray premises, PremisesKinds kinds) {
        for (int i = 0; i < premises.size(); i++) {
            JsonObject one = premises.getJsonObject(i);
            boolean cafe = one.getString("kind").equals(PremisesKinds.INTERNET_CAFE);
            if (!kinds.contains(one.getString("kind"))) {
                throw Refused.body("/premises/" + i + "/kind", "expected a kind listed in premises.yaml");
            }
            if (!cafe && one.getString("placeCode") != null) {
                throw Refused.body(
                        "/premises/" + i + "/placeCode", "belongs to the kind " + PremisesKinds.INTERNET_CAFE);
            }
        }
    }

    private static Visited visited(JsonArray premises) {
        return new Visited(
                visits(premises),
                texts(premises, "placeCode").stream().map(PlaceCode::new).toList(),
                violations(premises));
    }

    private static Map<String, Integer> visits(JsonArray premises) {
        var visits = new LinkedHashMap<String, Integer>();
        premises.forEach(one -> visits.merge(((JsonObject) one).getString("kind"), 1, Integer::sum));
        return visits;
    }

    private static List<String> texts(JsonArray premises, String field) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < premises.size(); i++) {
            String text = premises.getJsonObject(i).getString(field);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts.stream().distinct().toList();
    }

    private static List<ViolationId> violations(JsonArray premises) {
        return premises.stream()
                .flatMap(one -> ((JsonObject) one).getJsonArray("violations", new JsonArray()).stream())
                .map(id -> ViolationId.of((String) id))
                .distinct()
                .toList();
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : Rfc3339.format(at, ChinaTime.ZONE);
    }

    @Override
    public String toString() {
        return "InspectionEntry[" + kind + "]"; // names and findings do not belong in logs
    }
}
