package lingdian.console.violation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Frame;
import lingdian.law.judge.Code;
import org.jspecify.annotations.Nullable;

/**
 * A page of violations.
 *
 * @param foreign a region in the address that the reader has no cafés of; empty: none
 * @param names of cafés, by place code
 * @param next the address of the page after it; null where it is the last
 */
record ViolationListView(
        ViolationFilter filter,
        List<Choice> regions,
        String foreign,
        List<ViolationRow> rows,
        Map<String, String> names,
        @Nullable String next,
        Divisions divisions) {
    ViolationListView {
        regions = List.copyOf(regions);
        rows = List.copyOf(rows);
        names = Map.copyOf(names);
    }

    List<String> codes() {
        return Arrays.stream(Code.values()).map(Code::name).toList();
    }

    List<String> standings() {
        return ViolationFilter.standings();
    }

    /** What can be chosen, with what the address says. */
    List<String> steps() {
        List<String> choices = ViolationFilter.stepChoices();
        return filter.steps().isEmpty() || choices.contains(filter.steps())
                ? choices
                : Stream.concat(Stream.of(filter.steps()), choices.stream()).toList();
    }

    String stepName(String steps, Frame frame) {
        return switch (steps) {
            case ViolationFilter.STANDING -> frame.say("violations.standing");
            case ViolationFilter.SETTLED -> frame.say("violations.settled");
            default ->
                Arrays.stream(steps.split(","))
                        .map(step -> frame.sayWord("case", step))
                        .collect(Collectors.joining("/"));
        };
    }

    String cafe(ViolationRow row) {
        return names.getOrDefault(row.placeCode(), row.placeCode());
    }

    String place(ViolationRow row) {
        return divisions.name(row.region());
    }
}
