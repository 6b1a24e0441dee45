package lingdian.console.casework;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import lingdian.console.frame.Choice;
import lingdian.law.course.CasePriority;
import lingdian.law.course.StepName;
import lingdian.law.course.Trigger;
import lingdian.law.judge.Code;
import lingdian.office.casework.CaseCounts;
import lingdian.office.savedview.SavedView;
import org.jspecify.annotations.Nullable;

/**
 * The worklist.
 *
 * @param file what a table of it is called
 * @param regions to choose from; none if the reader's region is one county
 * @param colleagues to whom cases may be assigned, the reader first
 * @param next the path of the next page; null for the last one
 * @param saved the reader's own views, and then those of the office
 * @param round the place codes of cafés that the reader put on tonight's round
 * @param results what happened to each case that was acted on; none where the list was only asked for
 * @param replacing an assignment that waits for an answer; null where none does
 */
record WorklistView(
        WorklistFilter filter,
        String file,
        CaseCounts counts,
        List<WorklistRow> rows,
        @Nullable String next,
        boolean first,
        List<Choice> regions,
        List<Choice> colleagues,
        List<SavedView> saved,
        Set<String> round,
        Instant now,
        List<BulkResult> results,
        @Nullable Replacing replacing) {
    /** The most views that an account has. */
    static final int SAVED_MAX = 20;

    private static final String PRIORITY = "priority";
    private static final List<String> PRIORITIES =
            Arrays.stream(CasePriority.values()).map(CasePriority::wire).toList();

    /**
     * Of the rows of a page: a suspicion that goes on before facts that are over. The API's order within a priority is by the
     * newest, which an index gives; by what goes on, a page would have to be sorted from all cases.
     */
    private static final Comparator<WorklistRow> RUNNING_FIRST = Comparator.comparing(
                    (WorklistRow row) -> PRIORITIES.indexOf(row.detail().about().priority()))
            .thenComparing(row -> !row.going().isAny())
            .thenComparing(row -> row.detail().isUnfounded());

    WorklistView {
        saved = List.copyOf(saved);
        round = Set.copyOf(round);
        rows = filter.value("sort").isEmpty() || filter.value("sort").equals(PRIORITY)
                ? rows.stream().sorted(RUNNING_FIRST).toList()
                : List.copyOf(rows);
        regions = List.copyOf(regions);
        colleagues = List.copyOf(colleagues);
        results = List.copyOf(results);
    }

    /** @param count as text, since not all are counted where there are very many */
    record Tab(String view, String count, boolean here) {
        /** The key of its name. */
        String key() {
            return "worklist.view." + (view.isEmpty() ? "work" : view);
        }
    }

    List<Tab> tabs() {
        return List.of(
                tab("", counts.work()), // the start page, whose neighbour a phone shows too
                tab("running", counts.running()),
                tab("mine", counts.mine()),
                tab("unassigned", counts.unassigned()),
                tab("due-today", counts.dueToday()),
                tab("overdue", counts.overdue()),
                new Tab("all", "", filter.view().equals("all")));
    }

    private Tab tab(String view, long count) {
        return new Tab(
                view, count + (counts.clipped() ? "+" : ""), filter.view().equals(view));
    }

    /** Rows that belong together, in the order of the first of each; {@code name} is empty if they are not grouped. */
    record Group(String name, List<WorklistRow> rows) {
        Group {
            rows = List.copyOf(rows);
        }

        @Override
        public String toString() {
            return "Group[" + rows.size() + "]"; // names do not belong in a log
        }
    }

    /** The rows of this page, by café or county if that is asked for. */
    List<Group> groups() {
        var groups = new LinkedHashMap<String, List<WorklistRow>>();
        for (WorklistRow row : rows) {
            groups.computeIfAbsent(groupOf(row), first -> new ArrayList<>()).add(row);
        }
        return groups.entrySet().stream()
                .map(one -> new Group(one.getKey(), one.getValue()))
                .toList();
    }

    private String groupOf(WorklistRow row) {
        return switch (filter.group()) {
            case "cafe" -> row.cafe();
            case "county" -> row.place();
            default -> "";
        };
    }

    List<String> steps() {
        return Arrays.stream(StepName.values()).map(StepName::wire).toList();
    }

    List<String> codes() {
        return Arrays.stream(Code.values()).map(Code::name).toList();
    }

    List<String> sorts() {
        return List.of(PRIORITY, "due", "newest", "longest");
    }

    List<String> triggers() {
        return Arrays.stream(Trigger.values()).map(Trigger::wire).toList();
    }

    List<SavedView> own() {
        return saved.stream().filter(SavedView::own).toList();
    }

    /** The address of a saved view. */
    static String path(SavedView view) {
        return new WorklistFilter(view.filter()).path();
    }

    boolean isHere(SavedView view) {
        return view.filter().equals(filter.given());
    }

    /** Whether what is shown is more than one of the tabs, and not saved yet. */
    boolean mayBeSaved() {
        boolean more = filter.given().keySet().stream().anyMatch(name -> !name.equals("view"));
        return more && own().size() < SAVED_MAX && saved.stream().noneMatch(this::isHere);
    }

    /** The key of what it means that there are no rows. */
    String emptyKey() {
        return filter.isNarrowed()
                ? "worklist.none-filtered"
                : "worklist.none." + (filter.view().isEmpty() ? "work" : filter.view());
    }

    /** Whether it has the cases of a month, but not those that are closed, which a report of the month needs too. */
    boolean lacksClosed() {
        return !filter.month().isEmpty() && !filter.view().equals("all");
    }

    long taken() {
        return results.stream().filter(BulkResult::taken).count();
    }

    @Override
    public String toString() {
        return "WorklistView[" + rows.size() + "]"; // names do not belong in a log
    }
}
