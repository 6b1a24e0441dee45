package lingdian.console.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Words;
import lingdian.console.violation.ViolationRow;
import org.jspecify.annotations.Nullable;

/**
 * The page on which an inspection is written.
 *
 * @param kinds of premises
 * @param cafes to choose from; none if there are too many
 * @param found violations of each café that may be named
 * @param focus place code of the café being visited; empty for none
 * @param conflict when another officer saved a version meanwhile; null if none did
 * @param refused fields that the API did not accept, as the form names them
 */
record InspectionFormPage(
        InspectionForm form,
        List<Choice> kinds,
        List<Choice> cafes,
        Map<String, List<ViolationRow>> found,
        String focus,
        @Nullable String conflict,
        Set<String> refused) {
    InspectionFormPage {
        kinds = List.copyOf(kinds);
        cafes = List.copyOf(cafes);
        found = Map.copyOf(found);
        refused = Set.copyOf(refused);
    }

    private static final Pattern OF_PREMISES = Pattern.compile("premises\\.(\\d{1,3})\\..*");

    private static final Set<String> OF_TEAM = Set.of(
            "kind", "unit", "trigger", "reference", "startedAt", "endedAt", "officers", "officerCount", "vehicles");

    /** The most characters of a note that the API accepts. */
    static final int NOTE_MAX = 4_000;

    boolean isNew() {
        return form.version() == 0;
    }

    /** The typed premises, and an empty one to be filled in. */
    List<PremisesEntry> premises() {
        var all = new ArrayList<>(form.premises());
        all.add(PremisesEntry.EMPTY);
        return all;
    }

    /** @param field the beginning of the names of its fields */
    boolean isOpen(PremisesEntry one, String field) {
        return refused.stream().anyMatch(name -> name.startsWith(field)) || isOpen(one);
    }

    private boolean isOpen(PremisesEntry one) {
        boolean only = form.premises().size() <= 1;
        return only
                ? form.premises().contains(one) || form.premises().isEmpty()
                : one.placeCode().equals(focus) && !focus.isEmpty();
    }

    /** Whether the kind, name and code of premises are shown: not where they are known, as of a café that was come from. */
    boolean asksWhich(PremisesEntry one, String field) {
        return one.name().isEmpty()
                || one.placeCode().isEmpty()
                || Stream.of("kind", "name", "placeCode").anyMatch(name -> isRefused(field + name))
                || isRefused("premises");
    }

    /** Whether the part of the team is open: not where it is filled in, as from the officer's last inspection. */
    boolean asksTeam() {
        return form.unit().isEmpty()
                || form.officers().isEmpty() && form.officerCount().isEmpty()
                || OF_TEAM.stream().anyMatch(this::isRefused);
    }

    /** What its closed part says. */
    String team() {
        return Stream.concat(Stream.of(form.unit()), form.officers().lines())
                .filter(one -> !one.isBlank())
                .collect(Collectors.joining(" · "));
    }

    List<ViolationRow> found(PremisesEntry one) {
        return found.getOrDefault(one.placeCode(), List.of());
    }

    /** Violations that the entry names and that cannot be chosen otherwise, such as closed ones. */
    List<String> others(PremisesEntry one) {
        Set<String> shown = found(one).stream().map(ViolationRow::id).collect(Collectors.toSet());
        return one.violations().stream().filter(id -> !shown.contains(id)).toList();
    }

    /** What is wrong with a field, with the number of its premises if there are several. */
    String numbered(Words words, String field) {
        String said = words.sayWord("refused", field.substring(field.lastIndexOf('.') + 1));
        Matcher premises = OF_PREMISES.matcher(field);
        return premises.matches()
                ? words.say("refused.in-premises", Integer.parseInt(premises.group(1)) + 1, said)
                : said;
    }

    boolean isRefused(String field) {
        return refused.contains(field);
    }

    @Override
    public String toString() {
        return "InspectionFormPage[" + form.id() + "]";
    }
}
