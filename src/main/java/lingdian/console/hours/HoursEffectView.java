package lingdian.console.hours;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Words;
import org.jspecify.annotations.Nullable;

/**
 * What a change of hours would do, before it is saved.
 *
 * @param begins from when somebody would notice it; null where nobody would
 * @param fields of the form, which saving sends again
 */
record HoursEffectView(
        String name,
        String path,
        String what,
        @Nullable String begins,
        int cafes,
        int changed,
        boolean complete,
        List<Line> lines,
        List<Choice> fields) {
    HoursEffectView {
        lines = List.copyOf(lines);
        fields = List.copyOf(fields);
    }

    /** What some cafés would first notice. */
    record Line(String from, String to, boolean permitted, int cafes) {}

    static HoursEffectView of(String name, String path, HoursForm form, JsonObject effect, Words words) {
        DateTimeFormatter moment = DateTimeFormatter.ofPattern(words.say("pattern.moment"), words.locale());
        List<Line> lines = effect.getJsonArray("differences").stream()
                .map(JsonObject.class::cast)
                .map(one -> new Line(
                        moment.format(OffsetDateTime.parse(one.getString("from"))),
                        moment.format(OffsetDateTime.parse(one.getString("to"))),
                        one.getBoolean("permitted"),
                        one.getInteger("cafes")))
                .toList();
        return new HoursEffectView(
                name,
                path,
                form.what(),
                lines.isEmpty() ? null : lines.getFirst().from(),
                effect.getInteger("cafes"),
                effect.getInteger("changed"),
                effect.getBoolean("complete"),
                lines,
                form.filled());
    }
}
