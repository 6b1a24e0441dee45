package lingdian.console.hours;

import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.office.hours.HoursEffect;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * What a change of hours would do, before it is saved.
 *
 * @param begins when the effect would begin; null if there is none
 * @param told what is saved, as the page repeats it: times, dates and the document, in the order of the form
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
        List<Choice> told,
        List<Choice> fields) {
    private static final List<String> TOLD = Stream.concat(HoursView.DAYS.stream(), Stream.of("from", "to", "document"))
            .toList();

    HoursEffectView {
        lines = List.copyOf(lines);
        told = List.copyOf(told);
        fields = List.copyOf(fields);
    }

    private static List<Choice> told(HoursForm form, PageTimes times) {
        return form.filled().stream()
                .filter(one -> TOLD.contains(one.name()))
                .map(one -> new Choice(form.time(one.name()).map(times::moment).orElse(one.value()), one.name()))
                .toList();
    }

    /** The first changed interval of some cafés. */
    record Line(String span, boolean permitted, int cafes) {}

    static HoursEffectView of(String name, String path, HoursForm form, HoursEffect effect, PageTimes times) {
        List<Line> lines = effect.differences().stream()
                .map(one -> new Line(times.span(one.from(), one.to()), one.permitted(), one.cafes()))
                .toList();
        return new HoursEffectView(
                name,
                path,
                form.what(),
                lines.isEmpty()
                        ? null
                        : times.moment(effect.differences().getFirst().from()),
                effect.cafes(),
                effect.changed(),
                effect.complete(),
                lines,
                told(form, times),
                form.filled());
    }
}
