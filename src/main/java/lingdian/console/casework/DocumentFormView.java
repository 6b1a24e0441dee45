package lingdian.console.casework;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.office.casework.CaseDetail;
import lingdian.office.document.ChineseTime;
import lingdian.office.document.DocumentForm;
import lingdian.office.document.DocumentForm.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The form of a document that is to be made.
 *
 * @param typed what was typed into a form that was refused; null at first
 * @param wrong the fields that were refused, as the form names them without its prefix
 */
record DocumentFormView(
        CaseDetail detail,
        String cafe,
        String kind,
        DocumentForm form,
        @Nullable Map<String, List<String>> typed,
        Set<String> wrong) {
    static final String PREFIX = "f.";
    /** Rows of a list that the page offers. */
    static final int ROWS = 6;

    DocumentFormView {
        wrong = Set.copyOf(wrong);
    }

    /** The field of a cell: {@code f.items.0.name}. */
    static String cell(String column, int row) {
        int point = column.indexOf('.');
        return PREFIX + column.substring(0, point + 1) + row + column.substring(point);
    }

    /** Those that nobody but the officer knows. */
    List<Entry> texts() {
        return form.fields().stream()
                .filter(one -> !one.filled() && !one.isBox() && one.list().isEmpty())
                .toList();
    }

    /** What only the officer knows, and what the service should know and does not. */
    List<Entry> asked() {
        return Stream.concat(texts().stream(), missing().stream()).toList();
    }

    List<Entry> boxes() {
        return form.fields().stream()
                .filter(one -> !one.filled() && one.isBox())
                .toList();
    }

    /** Those that the service fills in, each with its value. */
    List<Entry> filled() {
        return ofService().filter(one -> !isMissing(one)).toList();
    }

    /** Those that the service would fill in, of which it knows nothing: they would print blank. */
    List<Entry> missing() {
        return ofService().filter(DocumentFormView::isMissing).toList();
    }

    String missingNames() {
        return missing().stream().map(Entry::label).collect(Collectors.joining("、"));
    }

    private Stream<Entry> ofService() {
        return form.fields().stream()
                .filter(one -> one.filled() && !one.isBox() && one.list().isEmpty());
    }

    private static boolean isMissing(Entry one) {
        String value = one.value();
        return value == null || value.isEmpty();
    }

    List<String> lists() {
        return form.fields().stream()
                .filter(one -> !one.filled())
                .map(Entry::list)
                .filter(list -> !list.isEmpty())
                .distinct()
                .toList();
    }

    List<Entry> columns(String list) {
        return form.of(list).stream().filter(one -> !one.filled()).toList();
    }

    static List<Integer> rows() {
        return IntStream.range(0, ROWS).boxed().toList();
    }

    /** What was typed, or what the case already says of an order to correct. */
    String value(String name) {
        if (typed != null) {
            return typed.getOrDefault(PREFIX + name, List.of("")).getFirst();
        }
        var correction = detail.progress().correction();
        if (!kind.equals("rectification-order") || correction == null) {
            return "";
        }
        return switch (name) {
            case "correctBy" ->
                correction.until().isEmpty() ? "" : ChineseTime.day(LocalDate.parse(correction.until()));
            case "demand" -> correction.demand();
            default -> "";
        };
    }

    String value(String column, int row) {
        return typed == null
                ? ""
                : typed.getOrDefault(cell(column, row), List.of("")).getFirst();
    }

    boolean isTicked(String name) {
        if (typed != null) {
            return typed.containsKey(PREFIX + name);
        }
        var correction = detail.progress().correction();
        return kind.equals("rectification-order")
                && correction != null
                && name.equals(correction.until().isEmpty() ? "boxAtOnce" : "boxByDate");
    }

    boolean isWrong(String name) {
        return wrong.contains(name);
    }

    boolean isWrong(String column, int row) {
        return wrong.contains(cell(column, row).substring(PREFIX.length()));
    }

    boolean isWrongIn(String list) {
        return wrong.stream().anyMatch(one -> one.startsWith(list + "."));
    }

    boolean isWrongInFilled() {
        return filled().stream().anyMatch(one -> isWrong(one.name()));
    }

    boolean isRefused() {
        return typed != null;
    }

    @Override
    public String toString() {
        return "DocumentFormView[" + kind + "]"; // what was typed is free text
    }
}
