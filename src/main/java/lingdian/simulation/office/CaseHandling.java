package lingdian.simulation.office;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/**
 * What an officer of a simulated office does next about a case. Pure: how a case goes follows from its id and from what
 * truly happened, so that of many cases some are in each step, some are late, and some are left alone.
 *
 * @param happened whether a violation of this kind truly happened in this café: place code, code
 */
record CaseHandling(BiPredicate<String, String> happened) {
    private static final LocalTime DESK_OPENS = LocalTime.of(8, 30);
    private static final LocalTime DESK_CLOSES = LocalTime.of(17, 30);

    /** Of a hundred cases: those that nobody has looked at yet. */
    private static final int LEFT_ALONE = 15;
    /** Those that take three times as long as usual, and so become overdue. */
    private static final int SLOW = 30;
    /** Of the confirmed ones: those of which a correction is demanded first. */
    private static final int CORRECTED = 60;
    /** Those that are decided on the spot. */
    private static final int ON_THE_SPOT = 70;

    /** What an order demands, by the rule that was broken. */
    private static final Map<String, String> DEMANDS = Map.ofEntries(
            Map.entry("OVERTIME_OPERATION", "按规定时间营业，打烊前清场"),
            Map.entry("OVERTIME_GRAVE", "按规定时间营业，打烊前清场"),
            Map.entry("MIDNIGHT_BRIDGED", "按规定时间营业，打烊前清场"),
            Map.entry("MINOR_ADMITTED", "不得接纳未成年人，在入口查验证件，悬挂未成年人禁入标志"),
            Map.entry("MINORS_GRAVE", "不得接纳未成年人，在入口查验证件，悬挂未成年人禁入标志"),
            Map.entry("IDENTITY_UNVERIFIED", "逐人核对、登记上网人员的有效身份证件"),
            Map.entry("IDENTITY_SHARED", "逐人核对、登记上网人员的有效身份证件，一人一证一机"),
            Map.entry("CARD_ON_MANY_SEATS", "逐人核对、登记上网人员的有效身份证件，一人一证一机"),
            Map.entry("TERMINAL_UNREGISTERED", "未登记的终端不得使用，登记后再上机"),
            Map.entry("OPERATION_SUSPENDED", "停业期间不得营业"),
            Map.entry("POWERED_WHILE_SUSPENDED", "停业期间不得营业"),
            Map.entry("MEASURES_STOPPED", "恢复经营管理技术措施，不得擅自停止"),
            Map.entry("MEASURES_STOPPED_GRAVE", "恢复经营管理技术措施，不得擅自停止"),
            Map.entry("AGENT_ABSENT", "恢复经营管理技术措施，不得擅自停止"),
            Map.entry("RECORDS_BROKEN", "完整保存登记内容和记录备份，不得修改或者删除"),
            Map.entry("PATROL_MISSING", "按规定巡查场内并记录"));

    private static final int SLOWNESS = 3;
    private static final int DAYS_TO_CORRECT = 7;
    private static final int LEAST_FINE_YUAN = 500;
    private static final int FINES = 10;

    /** @return the body of the action, without the case's version and without an inspection; empty: nothing is to be done now */
    Optional<JsonObject> next(JsonObject file, Instant now) {
        int draw = draw(file);
        ZonedDateTime local = now.atZone(ChinaTime.ZONE);
        if (draw < LEFT_ALONE
                || local.toLocalTime().isBefore(DESK_OPENS)
                || local.toLocalTime().isAfter(DESK_CLOSES)) {
            return Optional.empty();
        }
        Duration wait = wait(file.getString("step")).multipliedBy(draw < SLOW ? SLOWNESS : 1);
        return lastAction(file).plus(wait).isAfter(now) ? Optional.empty() : step(file, draw, local.toLocalDate());
    }

    private static int draw(JsonObject file) {
        return Math.floorMod(UUID.fromString(file.getString("id")).hashCode(), 100);
    }

    private static Duration wait(String step) {
        return switch (step) {
            case "filed", "review", "decided" -> Duration.ofHours(20);
            case "notified" -> Duration.ofDays(5);
            case "executing" -> Duration.ofDays(2);
            default -> Duration.ofHours(2);
        };
    }

    private static Instant lastAction(JsonObject file) {
        JsonArray history = file.getJsonArray("history");
        return Rfc3339.parse(history.getJsonObject(history.size() - 1).getString("at"))
                .orElseThrow();
    }

    private Optional<JsonObject> step(JsonObject file, int draw, LocalDate today) {
        return switch (file.getString("step")) {
            case "lead" -> Optional.of(action("assign").put("trigger", "data-monitoring"));
            case "assigned" -> Optional.of(checked(file));
            case "checked" -> Optional.of(afterCheck(file, draw, today));
            case "correcting" -> rechecked(file, draw, today);
            case "filed" -> Optional.of(action("review"));
            case "review" -> Optional.of(action("notify"));
            case "notified" -> Optional.of(action("decide").put("sanctions", sanctions(draw)));
            case "decided" -> Optional.of(action("serve"));
            case "spot", "executing" -> Optional.of(executed(file));
            default -> Optional.empty();
        };
    }

    /** Each violation by itself, as it truly was. */
    private JsonObject checked(JsonObject file) {
        var outcomes = new JsonObject();
        violations(file)
                .forEach(one -> outcomes.put(
                        one.getString("id"),
                        happened.test(file.getString("placeCode"), one.getString("code")) ? "true" : "untrue"));
        JsonObject check = action("check").put("note", "现场核查");
        return outcomes.isEmpty() ? check.put("outcome", "unverifiable") : check.put("outcomes", outcomes);
    }

    private JsonObject afterCheck(JsonObject file, int draw, LocalDate today) {
        if (!"true".equals(file.getString("outcome"))) {
            return action("close").put("note", "经核查不属实");
        }
        if (taken(file, "recheck")) {
            return draw < (LEFT_ALONE + CORRECTED) / 2 ? action("close").put("note", "已改正") : action("file");
        }
        if (draw < CORRECTED) {
            return action("correct")
                    .put("until", today.plusDays(DAYS_TO_CORRECT).toString())
                    .put("demand", demand(file));
        }
        return draw < ON_THE_SPOT ? action("spot").put("sanctions", warning()) : action("file");
    }

    /** What must change about each kind of violation that truly happened; nothing that the case is not about. */
    private String demand(JsonObject file) {
        return violations(file)
                .map(one -> one.getString("code"))
                .filter(code -> happened.test(file.getString("placeCode"), code))
                .map(code -> DEMANDS.getOrDefault(code, "立即停止违法行为"))
                .distinct()
                .collect(Collectors.joining("；"));
    }

    private static Optional<JsonObject> rechecked(JsonObject file, int draw, LocalDate today) {
        LocalDate until = LocalDate.parse(file.getJsonObject("correction").getString("until"));
        return until.isAfter(today)
                ? Optional.empty()
                : Optional.of(action("recheck").put("corrected", draw % 5 != 0));
    }

    private static JsonObject executed(JsonObject file) {
        List<Object> open = file.getJsonArray("open").stream().toList();
        return Stream.of("serve", "pay", "execute")
                .filter(verb -> open.contains(verb) && !taken(file, verb))
                .filter(verb -> !verb.equals("pay") || isFined(file))
                .findFirst()
                .map(CaseHandling::action)
                .orElseGet(() -> action("close").put("note", "已执行完毕"));
    }

    private static JsonArray sanctions(int draw) {
        return warning().add(new JsonObject().put("kind", "fine").put("yuan", LEAST_FINE_YUAN * (1 + draw % FINES)));
    }

    private static JsonArray warning() {
        return new JsonArray().add(new JsonObject().put("kind", "warning"));
    }

    private static boolean isFined(JsonObject file) {
        return objects(file.getJsonObject("decision"), "sanctions")
                .anyMatch(one -> "fine".equals(one.getString("kind")));
    }

    private static boolean taken(JsonObject file, String verb) {
        return objects(file, "history").anyMatch(one -> verb.equals(one.getString("action")));
    }

    private static Stream<JsonObject> violations(JsonObject file) {
        return objects(file, "violations");
    }

    private static Stream<JsonObject> objects(JsonObject file, String list) {
        return file.getJsonArray(list).stream().map(JsonObject.class::cast);
    }

    private static JsonObject action(String verb) {
        return new JsonObject().put("action", verb);
    }
}
