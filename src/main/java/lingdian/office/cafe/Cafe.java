package lingdian.office.cafe;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lingdian.access.account.Refused;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.BodyFields;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one licensed café.
 *
 * @param region its present county
 * @param terminals their number, if known
 * @param measures as which its software is registered
 */
record Cafe(
        PlaceCode placeCode,
        String name,
        RegionCode region,
        Licence licence,
        @Nullable Integer terminals,
        List<String> staffTerminals,
        Site site,
        Contact contact,
        ZoneId timeZone,
        Measures measures) {
    private static final Pattern TERMINAL_ID = Pattern.compile("[\\w.-]{1,32}");
    private static final String DEFAULT_ZONE = "Asia/Shanghai";

    /** @param validUntil the last local day; null: without end */
    record Licence(String number, @Nullable LocalDate validUntil) {}

    /** Where it is: degrees of WGS-84, and the postal address. */
    record Site(
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String address) {}

    /**
     * How it is reached, and who answers for it.
     *
     * @param principal the name of the licensed person (负责人)
     */
    record Contact(@Nullable String telephone, @Nullable String principal) {
        @Override
        public String toString() {
            return "Contact"; // a name does not belong in a log
        }
    }

    Cafe {
        staffTerminals = List.copyOf(staffTerminals);
    }

    /** From a body that conforms to the OpenAPI document; missing fields get their defaults. */
    static Cafe of(PlaceCode placeCode, JsonObject body) {
        JsonObject licence = body.getJsonObject("licence");
        return new Cafe(
                placeCode,
                body.getString("name"),
                Objects.requireNonNullElseGet(RegionCode.orNull(body.getString("region")), () -> placeCode.county()),
                new Licence(licence.getString("number"), BodyFields.date(licence, "validUntil", "/licence/validUntil")),
                body.getInteger("terminals"),
                staffTerminals(Optional.ofNullable(body.getJsonArray("staffTerminals"))),
                new Site(body.getDouble("latitude"), body.getDouble("longitude"), body.getString("address")),
                new Contact(body.getString("telephone"), body.getString("principal")),
                zone(Optional.ofNullable(body.getString("timeZone")).orElse(DEFAULT_ZONE)),
                Optional.ofNullable(body.getString("measures"))
                        .map(Measures::of)
                        .orElse(Measures.MANAGEMENT));
    }

    static Cafe of(Row row) {
        return new Cafe(
                new PlaceCode(row.getString("place_code")),
                row.getString("name"),
                new RegionCode(row.getString("region")),
                new Licence(row.getString("licence_number"), row.getLocalDate("licence_valid_until")),
                row.getInteger("terminals"),
                List.of(row.getArrayOfStrings("staff_terminals")),
                new Site(row.getDouble("latitude"), row.getDouble("longitude"), row.getString("address")),
                new Contact(row.getString("telephone"), row.getString("principal")),
                ZoneId.of(row.getString("time_zone")),
                Measures.of(row.getString("measures")));
    }

    JsonObject toJson() {
        return withoutPersons().put("principal", contact.principal());
    }

    /** For the lists of administrators, who see no personal data there. */
    JsonObject withoutPersons() {
        return new JsonObject()
                .put("placeCode", placeCode.value())
                .put("name", name)
                .put("region", region.value())
                .put(
                        "licence",
                        new JsonObject()
                                .put("number", licence.number())
                                .put("validUntil", Objects.toString(licence.validUntil(), null)))
                .put("terminals", terminals)
                .put("staffTerminals", new JsonArray(staffTerminals))
                .put("latitude", site.latitude())
                .put("longitude", site.longitude())
                .put("address", site.address())
                .put("telephone", contact.telephone())
                .put("timeZone", timeZone.getId())
                .put("measures", measures.wire());
    }

    private static List<String> staffTerminals(Optional<JsonArray> declared) {
        JsonArray ids = declared.orElseGet(JsonArray::new);
        IntStream.range(0, ids.size())
                .filter(i -> !TERMINAL_ID.matcher(ids.getString(i)).matches())
                .findFirst()
                .ifPresent(i -> {
                    throw Refused.body("/staffTerminals/" + i, "expected 1 to 32 letters, digits, _ . and -");
                });
        return ids.stream().map(String.class::cast).distinct().toList();
    }

    private static ZoneId zone(String id) {
        if (ZoneId.getAvailableZoneIds().contains(id)) {
            return ZoneId.of(id);
        }
        throw Refused.body("/timeZone", "expected an IANA time zone, such as Asia/Shanghai");
    }
}
