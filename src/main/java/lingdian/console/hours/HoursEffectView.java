package lingdian.console.hours;

import java.time.format.DateTimeFormatter;
import java.util.List;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Words;
import lingdian.office.hours.HoursEffect;
import org.jspecify.annotations.Nullable;

/**
 * What a change of hours would do, before it is saved.
 *
 * @param begins when the effect would begin; null if there is none
 * @param fields of the form, sent again to save the change
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

    /** The first changed interval of some cafés. */
    record Line(String from, String to, boolean permitted, int cafes) {}

    static HoursEffectView of(String name, String path, HoursForm form, HoursEffect effect, Words words) {
        DateTimeFormatter moment = DateTimeFormatter.ofPattern(words.say("pattern.moment"), words.locale());
        List<Line> lines = effect.differences().stream()
                .map(one -> new Line(moment.format(one.from()), moment.format(one.to()), one.permitted(), one.cafes()))
                .toList();
        return new HoursEffectView(
                name,
                path,
                form.what(),
                lines.isEmpty() ? null : lines.getFirst().from(),
                effect.cafes(),
                effect.changed(),
                effect.complete(),
                lines,
                form.filled());
    }
}
