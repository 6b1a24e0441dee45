package lingdian.console.hours;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
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
    private static final List<String> TOLD = Stream.concat(HoursView.DAYS.stream(), Stream.of("from", "to", "document"))
            .toList();

    HoursEffectView {
        lines = List.copyOf(lines);
        fields = List.copyOf(fields);
    }

    /** What is saved, as the page repeats it: times, dates and the document, in the order of the form. */
    List<Choice> told() {
        return fields.stream()
                .filter(one -> TOLD.contains(one.name()))
                .map(one -> one.name().equals("document")
                        ? one
                        : new Choice(one.value().replace('T', ' '), one.name()))
                .toList();
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
