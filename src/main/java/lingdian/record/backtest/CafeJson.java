package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import lingdian.domain.Authority;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.NightlyFigures;
import lingdian.law.figures.PeerDeviation;
import lingdian.law.hours.Closure;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.Level;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.hours.Weekly;
import lingdian.law.json.PeerDeviationJson;
import org.jspecify.annotations.Nullable;

/** A {@link RecordedCafe} as JSON. One per café, so a tree is fast enough; the millions of events use none. */
final class CafeJson {
    static final ObjectMapper JSON = new ObjectMapper();

    private CafeJson() {}

    static ObjectNode write(RecordedCafe cafe) {
        ObjectNode json =
                JSON.createObjectNode().put("placeCode", cafe.placeCode().value());
        cafe.eras().forEach(era -> write(json.withArray("eras").addObject(), era));
        cafe.suspensions().forEach(period -> write(json.withArray("suspensions").addObject(), period));
        write(json, cafe.attendance());
        ObjectNode streams = json.putObject("streams");
        cafe.streams().forEach((number, stream) -> streams.put(number.toString(), stream.toString()));
        return json;
    }

    static RecordedCafe read(JsonNode json) {
        var streams = new HashMap<Integer, UUID>();
        json.path("streams")
                .properties()
                .forEach(entry -> streams.put(Integer.valueOf(entry.getKey()), uuid(entry.getValue())));
        return new RecordedCafe(
                new PlaceCode(text(json, "placeCode")),
                list(json.path("eras"), CafeJson::era),
                list(json.path("suspensions"), CafeJson::suspension),
                attendance(json),
                streams);
    }

    /** @param weekly as it was stored */
    static Weekly weekly(JsonNode weekly) {
        Map<String, ?> map =
                JSON.convertValue(weekly, JSON.getTypeFactory().constructMapType(Map.class, String.class, List.class));
        return switch (Weekly.parse(map)) {
            case Weekly.Parsed.Valid valid -> valid.weekly();
            case Weekly.Parsed.Invalid invalid ->
                throw new IllegalStateException("a recorded schedule is invalid: " + invalid.mistakes());
        };
    }

    private static void write(ObjectNode json, RecordedCafe.Era era) {
        json.put("events", era.events())
                .put("region", era.region().value())
                .put("timeZone", era.zone().getId())
                .put("terminals", era.terminals())
                .put("heardTerminals", era.nightly().heardTerminals())
                .put("licenceValidUntil", date(era.licenceValidUntil()))
                .put("measures", era.measures().wire());
        PeerDeviation unlike = era.nightly().unlike();
        if (unlike != null) {
            json.set("unlikePeers", PeerDeviationJson.write(unlike));
        }
        ArrayNode staff = json.putArray("staffTerminals");
        era.staffTerminals().stream().sorted().forEach(staff::add);
        era.schedules().forEach(schedule -> write(json.withArray("schedules").addObject(), schedule));
        era.orders().forEach(order -> write(json.withArray("orders").addObject(), order));
    }

    private static void write(ObjectNode json, Schedule schedule) {
        json.put("level", schedule.level().name())
                .put("entered", schedule.entered())
                .put("from", schedule.from().toString())
                .put("to", date(schedule.to()))
                .set("weekly", JSON.valueToTree(schedule.weekly().toMap()));
    }

    private static void write(ObjectNode json, HoursOrder order) {
        json.put("level", order.level().name())
                .put("entered", order.entered())
                .put("id", order.id().toString())
                .put("open", order.open())
                .put("from", Micros.of(order.from()))
                .put("to", Micros.of(order.to()));
    }

    private static void write(ObjectNode json, SuspensionPeriod period) {
        json.put("id", period.id().toString())
                .put("from", Micros.of(period.from()))
                .put("to", period.to() == null ? null : (Long) Micros.of(period.to()));
        SuspensionOrder order = period.order();
        if (order != null) {
            json.putObject("order")
                    .put("kind", order.kind().wire())
                    .put("by", order.by().wire())
                    .put("document", order.document());
        }
    }

    private static void write(ObjectNode json, Attendance attendance) {
        json.put("keyedAt", attendance.keyedAt() == null ? null : (Long) Micros.of(attendance.keyedAt()));
        attendance
                .closures()
                .forEach(closure -> json.withArray("closures")
                        .addObject()
                        .put("id", closure.id().toString())
                        .put("kind", closure.kind().wire())
                        .put("from", Micros.of(closure.from()))
                        .put("to", closure.to() == null ? null : (Long) Micros.of(closure.to())));
        ObjectNode entered = json.putObject("entered");
        attendance.entered().forEach((id, at) -> entered.put(id.toString(), Micros.of(at)));
    }

    private static Attendance attendance(JsonNode json) {
        var entered = new HashMap<UUID, Instant>();
        json.path("entered")
                .properties()
                .forEach(entry -> entered.put(
                        UUID.fromString(entry.getKey()),
                        Micros.instant(entry.getValue().asLong())));
        return new Attendance(
                instantOrNull(json.path("keyedAt")), list(json.path("closures"), CafeJson::closure), entered);
    }

    private static Closure closure(JsonNode json) {
        return new Closure(
                uuid(json.path("id")),
                Closure.Kind.of(text(json, "kind")).orElseThrow(),
                Micros.instant(json.path("from").asLong()),
                instantOrNull(json.path("to")));
    }

    private static RecordedCafe.Era era(JsonNode json) {
        Set<String> staff = new HashSet<>();
        json.path("staffTerminals").forEach(terminal -> staff.add(terminal.asText()));
        return new RecordedCafe.Era(
                json.path("events").isNumber() ? (Long) json.path("events").asLong() : null,
                new RegionCode(text(json, "region")),
                ZoneId.of(text(json, "timeZone")),
                staff,
                numberOrNull(json.path("terminals")),
                new NightlyFigures(
                        numberOrNull(json.path("heardTerminals")), PeerDeviationJson.read(json.path("unlikePeers"))),
                dateOrNull(json.path("licenceValidUntil")),
                Measures.of(text(json, "measures")),
                list(json.path("schedules"), CafeJson::schedule),
                list(json.path("orders"), CafeJson::order));
    }

    private static @Nullable Integer numberOrNull(JsonNode json) {
        return json.isNumber() ? (Integer) json.asInt() : null;
    }

    private static Schedule schedule(JsonNode json) {
        return new Schedule(
                Level.valueOf(text(json, "level")),
                json.path("entered").asLong(),
                weekly(json.path("weekly")),
                LocalDate.parse(text(json, "from")),
                dateOrNull(json.path("to")));
    }

    private static HoursOrder order(JsonNode json) {
        return new HoursOrder(
                Level.valueOf(text(json, "level")),
                json.path("entered").asLong(),
                uuid(json.path("id")),
                json.path("open").asBoolean(),
                Micros.instant(json.path("from").asLong()),
                Micros.instant(json.path("to").asLong()));
    }

    private static SuspensionPeriod suspension(JsonNode json) {
        return new SuspensionPeriod(
                uuid(json.path("id")),
                Micros.instant(json.path("from").asLong()),
                instantOrNull(json.path("to")),
                json.path("order").isObject() ? suspensionOrder(json.path("order")) : null);
    }

    private static @Nullable Instant instantOrNull(JsonNode micros) {
        return micros.isNumber() ? Micros.instant(micros.asLong()) : null;
    }

    private static SuspensionOrder suspensionOrder(JsonNode json) {
        return new SuspensionOrder(
                SuspensionOrder.Kind.of(text(json, "kind")), Authority.of(text(json, "by")), text(json, "document"));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        var list = new ArrayList<T>();
        array.forEach(one -> list.add(read.apply(one)));
        return list;
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.textValue();
    }

    private static UUID uuid(JsonNode json) {
        return UUID.fromString(json.asText());
    }

    private static @Nullable String date(@Nullable LocalDate date) {
        return date == null ? null : date.toString();
    }

    private static @Nullable LocalDate dateOrNull(JsonNode json) {
        return json.isTextual() ? LocalDate.parse(json.textValue()) : null;
    }
}
