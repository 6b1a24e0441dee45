package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a site record says, in the fields of documents. Pure. */
final class SiteRecordFields {
    private static final Map<String, String> LICENCES =
            Map.of("network-culture", "《网络文化经营许可证》", "business", "营业执照", "other", "其他证照");
    private static final Map<String, String> SOFTWARE = Map.of("running", "运行中", "stopped", "已停止", "absent", "未安装");
    /** More would fill the page: the record itself names them all. */
    private static final int TERMINALS_MAX = 30;

    private static final Map<String, String> SIGNS = new LinkedHashMap<>();

    static {
        SIGNS.put("openingHours", "营业时间");
        SIGNS.put("minorsProhibited", "未成年人禁入");
        SIGNS.put("realName", "实名登记须知");
        SIGNS.put("noSmoking", "禁止吸烟");
        SIGNS.put("hotline", "12318举报电话");
    }

    private final JsonObject record;
    private final Map<String, String> fields = new HashMap<>();

    private SiteRecordFields(JsonObject record) {
        this.record = record;
    }

    /** @param record as it was written; null: it can no longer be opened */
    static Map<String, String> of(@Nullable JsonObject record) {
        if (record == null) {
            return Map.of();
        }
        var read = new SiteRecordFields(record);
        read.person();
        read.put("licencesShown", read.licences());
        read.put("signs", read.signs());
        read.put("doors", read.exits());
        String software = record.getString("software");
        read.put("software", software == null ? null : SOFTWARE.get(software));
        read.put("hoursFound", record.getString("hours"));
        read.number("minors", "minorsFound", "发现未成年人%d人");
        read.number("present", "present", "%d");
        read.number("seatsTotal", "seats", "%d");
        read.seats();
        return Map.copyOf(read.fields);
    }

    private void put(String field, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            fields.put(field, text);
        }
    }

    private void number(String of, String field, String text) {
        Integer number = record.getInteger(of);
        put(field, number == null ? null : text.formatted(number));
    }

    private void person() {
        JsonObject person = record.getJsonObject("person");
        if (person != null) {
            put("sitePerson", person.getString("name"));
            put("sitePersonDuty", person.getString("duty"));
        }
    }

    private String licences() {
        return objects("licences")
                .map(one -> LICENCES.getOrDefault(one.getString("kind"), "")
                        + (one.getBoolean("shown") ? "已出示" : "未出示")
                        + noted(one))
                .collect(Collectors.joining("；"));
    }

    private String signs() {
        JsonObject signs = record.getJsonObject("signs");
        return signs == null
                ? ""
                : SIGNS.entrySet().stream()
                        .filter(sign -> signs.getBoolean(sign.getKey()) != null)
                        .map(sign -> sign.getValue() + (signs.getBoolean(sign.getKey()) ? "：已悬挂" : "：未悬挂"))
                        .collect(Collectors.joining("；"));
    }

    private String exits() {
        JsonObject exits = record.getJsonObject("exits");
        if (exits == null) {
            return "";
        }
        Integer count = exits.getInteger("count");
        Integer blocked = exits.getInteger("blocked");
        return Stream.of(count == null ? "" : "门窗、通道" + count + "处", blocked == null ? "" : "封堵、锁闭" + blocked + "处")
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("，"))
                + noted(exits);
    }

    private void seats() {
        List<JsonObject> seats = objects("seats").toList();
        if (seats.isEmpty()) {
            put("otherFindings", record.getString("other"));
            return;
        }
        put("seatsInUse", String.valueOf(count(seats, SiteRecordFields::isUsed)));
        put("registered", String.valueOf(count(seats, one -> isUsed(one) && isTrue(one, "registered"))));
        put(
                "otherFindings",
                Stream.of(
                                record.getString("other"),
                                named(seats, "无法出示登记", one -> isUsed(one) && isFalse(one, "registered")),
                                named(seats, "场所端未上报登记", one -> isUsed(one) && isFalse(one, "reported")),
                                named(seats, "登记在用但座位无人", one -> !isUsed(one) && isTrue(one, "reported")))
                        .filter(text -> text != null && !text.isEmpty())
                        .collect(Collectors.joining("；")));
    }

    private static String named(List<JsonObject> seats, String what, Predicate<JsonObject> which) {
        List<String> terminals = seats.stream()
                .filter(which)
                .map(one -> one.getString("terminal"))
                .toList();
        return terminals.isEmpty()
                ? ""
                : what + terminals.size() + "台（"
                        + terminals.stream().limit(TERMINALS_MAX).collect(Collectors.joining("、"))
                        + (terminals.size() > TERMINALS_MAX ? "等" : "") + "）";
    }

    private static long count(List<JsonObject> seats, Predicate<JsonObject> which) {
        return seats.stream().filter(which).count();
    }

    private static boolean isUsed(JsonObject seat) {
        String saw = seat.getString("saw");
        return !saw.equals("empty") && !saw.equals("off");
    }

    private static boolean isTrue(JsonObject seat, String field) {
        return Boolean.TRUE.equals(seat.getBoolean(field));
    }

    private static boolean isFalse(JsonObject seat, String field) {
        return Boolean.FALSE.equals(seat.getBoolean(field));
    }

    private Stream<JsonObject> objects(String field) {
        JsonArray array = record.getJsonArray(field);
        return array == null ? Stream.of() : array.stream().map(JsonObject.class::cast);
    }

    private static String noted(JsonObject one) {
        String note = one.getString("note");
        return note == null || note.isEmpty() ? "" : "（" + note + "）";
    }

    @Override
    public String toString() {
        return "SiteRecordFields"; // they name people
    }
}
