package lingdian.console.hours;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.office.api.Ask;
import org.jspecify.annotations.Nullable;

/**
 * A form that changes hours, as it was typed, and what it asks of the API.
 *
 * <p>Local times of a form are those of the café; whatever is no time goes to the API as it is, which says so.
 *
 * @param area the place code, or the code of the region
 */
public record HoursForm(String area, boolean isCafe, ZoneId zone, Map<String, String> fields) {
    private static final List<String> NAMES = Stream.concat(
                    HoursView.DAYS.stream(), Stream.of("what", "id", "kind", "from", "to", "document"))
            .toList();

    public HoursForm {
        fields = Map.copyOf(fields);
    }

    static HoursForm of(PageCall call, String area, boolean isCafe, ZoneId zone) {
        var fields = new LinkedHashMap<String, String>();
        NAMES.forEach(name -> fields.put(name, call.typed(name)));
        return new HoursForm(area, isCafe, zone, fields);
    }

    String what() {
        return field("what");
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Those that were filled in, for the page that shows the effect and sends them again. */
    List<Choice> filled() {
        return NAMES.stream()
                .filter(name -> !field(name).isEmpty())
                .map(name -> new Choice(field(name), name))
                .toList();
    }

    Ask ask() {
        return switch (what()) {
            case "schedule" ->
                (isCafe
                                ? Ask.of("putCafeHours").path("placeCode", area)
                                : Ask.of("putRegionHours").path("code", area))
                        .body(schedule());
            case "order" -> Ask.of("createOrder").body(order());
            case "suspension" ->
                Ask.of("createSuspension").path("placeCode", area).body(times());
            case "end-order" -> Ask.of("endOrder").path("id", field("id"));
            case "end-suspension" ->
                Ask.of("endSuspension").path("placeCode", area).path("id", field("id"));
            default -> throw new NoSuchPageException();
        };
    }

    private JsonObject schedule() {
        var weekly = new JsonObject();
        for (String day : HoursView.DAYS) {
            List<String> hours = Arrays.stream(field(day).split("[,，、;；\\s]+"))
                    .filter(one -> !one.isEmpty())
                    .map(one -> one.replaceAll("[–—~～至]", "-").replace('：', ':'))
                    .toList();
            if (!hours.isEmpty()) {
                weekly.put(day, new JsonArray(hours));
            }
        }
        return new JsonObject()
                .put("weekly", weekly)
                .put("from", field("from"))
                .put("to", given("to"))
                .put("document", field("document"));
    }

    private JsonObject order() {
        return times().put(isCafe ? "placeCode" : "region", area).put("kind", field("kind"));
    }

    private JsonObject times() {
        return new JsonObject()
                .put("from", instant("from"))
                .put("to", instant("to"))
                .put("document", field("document"));
    }

    private @Nullable String given(String name) {
        return field(name).isEmpty() ? null : field(name);
    }

    private @Nullable String instant(String name) {
        String typed = given(name);
        return typed == null ? null : instant(typed, zone);
    }

    /** A local time of a form with its offset; what is no time is left as it is, for the API to say so. */
    public static String instant(String typed, ZoneId zone) {
        try {
            return ISO_OFFSET_DATE_TIME.format(LocalDateTime.parse(typed).atZone(zone));
        } catch (DateTimeException noTime) {
            return typed;
        }
    }
}
