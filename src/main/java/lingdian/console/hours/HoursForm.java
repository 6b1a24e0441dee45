package lingdian.console.hours;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.office.api.ApiRequest;
import lingdian.office.hours.HoursCalls;
import lingdian.office.hours.HoursCalls.Holder;
import lingdian.office.hours.HoursCalls.Validity;
import org.jspecify.annotations.Nullable;

/**
 * A form that changes hours, as typed, and its API request.
 *
 * <p>Local times in a form are in the café's zone. Text that is not a time is passed on unchanged, and the API reports
 * it.
 *
 * @param holder whose hours it changes
 */
public record HoursForm(Holder holder, ZoneId zone, Map<String, String> fields) {
    private static final List<String> NAMES = Stream.concat(
                    HoursView.DAYS.stream(), Stream.of("what", "id", "kind", "cause", "from", "to", "document"))
            .toList();

    public HoursForm {
        fields = Map.copyOf(fields);
    }

    static HoursForm of(PageCall call, Holder holder, ZoneId zone) {
        var fields = new LinkedHashMap<String, String>();
        NAMES.forEach(name -> fields.put(name, call.typed(name)));
        return new HoursForm(holder, zone, fields);
    }

    String what() {
        return field("what");
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The fields that were filled in, for the page that shows the effect and sends them again. */
    List<Choice> filled() {
        return NAMES.stream()
                .filter(name -> !field(name).isEmpty())
                .map(name -> new Choice(field(name), name))
                .toList();
    }

    ApiRequest<?> request() {
        return switch (what()) {
            case "schedule" -> HoursCalls.put(holder, weekly(), new Validity(field("from"), given("to"), document()));
            case "order" -> HoursCalls.order(holder, field("kind"), times());
            case "suspension" -> HoursCalls.suspend(holder.code(), given("cause"), times());
            case "closure" -> HoursCalls.close(holder.code(), field("kind"), times());
            case "end-order" -> HoursCalls.endOrder(field("id"));
            case "end-suspension" -> HoursCalls.endSuspension(holder.code(), field("id"));
            case "end-closure" -> HoursCalls.endClosure(holder.code(), field("id"));
            default -> throw new NoSuchPageException();
        };
    }

    private Map<String, List<String>> weekly() {
        var weekly = new LinkedHashMap<String, List<String>>();
        for (String day : HoursView.DAYS) {
            List<String> hours = Arrays.stream(field(day).split("[,，、;；\\s]+"))
                    .filter(one -> !one.isEmpty())
                    .map(one -> one.replaceAll("[–—~～至]", "-").replace('：', ':'))
                    .toList();
            if (!hours.isEmpty()) {
                weekly.put(day, hours);
            }
        }
        return weekly;
    }

    private Validity times() {
        return new Validity(instant("from"), instant("to"), document());
    }

    private String document() {
        return field("document");
    }

    private @Nullable String given(String name) {
        return field(name).isEmpty() ? null : field(name);
    }

    private @Nullable String instant(String name) {
        String typed = given(name);
        return typed == null ? null : FieldTime.instant(typed, zone);
    }

    /** The time in a field; empty if it has none, such as a day. */
    Optional<OffsetDateTime> time(String name) {
        return FieldTime.time(field(name), zone);
    }
}
