package lingdian.console.returns;

import java.util.List;
import java.util.Locale;
import lingdian.console.frame.Divisions;
import lingdian.law.returns.ReturnFigure;
import lingdian.law.returns.ReturnUnit;
import lingdian.office.returns.ReturnCalls;
import lingdian.office.returns.ReturnDetail;
import lingdian.office.returns.ReturnDetail.Column;
import lingdian.office.returns.ReturnDetail.County;
import lingdian.office.returns.ReturnSummary.Submitted;
import org.jspecify.annotations.Nullable;

/**
 * One return.
 *
 * @param language of the page: {@code zh} or {@code en}
 * @param submits whether the reader may submit it, being of its county
 */
record ReturnView(ReturnDetail found, Divisions divisions, String language, boolean submits) {
    String place() {
        return divisions.name(found.region());
    }

    String place(County county) {
        return divisions.name(county.region());
    }

    String path() {
        return "/returns/" + found.period().name();
    }

    String workbook() {
        return path() + "/return.xlsx?region=" + found.region();
    }

    String path(County county) {
        return path() + "?region=" + county.region();
    }

    String rows(Column column, boolean accumulated) {
        return CountedRows.path(new ReturnCalls.Rows(
                found.period().name(),
                column.id(),
                accumulated ? "true" : "",
                found.sum() ? "true" : "",
                found.region()));
    }

    String heading(Column column) {
        return column.heading().in(language);
    }

    /** The word of its unit: {@code officers}, {@code visits} … */
    static String unit(Column column) {
        return ReturnUnit.of(column.unit()).orElseThrow().name().toLowerCase(Locale.ROOT);
    }

    static String text(@Nullable ReturnFigure figure, boolean accumulated) {
        return figure == null ? "—" : String.valueOf(accumulated ? figure.accumulated() : figure.thisPeriod());
    }

    /** What a changed figure is beside: of a sum what the rows are now, of a county what it submitted. */
    @Nullable
    ReturnFigure other(Column column) {
        return found.sum() ? column.counted() : column.submitted();
    }

    @Nullable
    Submitted newest() {
        return found.submissions().isEmpty() ? null : found.submissions().getFirst();
    }

    boolean hasChanged() {
        return found.columns().stream().anyMatch(Column::changed);
    }

    /** How many counties of a sum have submitted. */
    long submitted() {
        return found.counties().stream()
                .filter(county -> county.submission() != null)
                .count();
    }

    /** Whether the period is over and figures of the sum are still lower than they will be, so that a zero means nothing. */
    boolean isIncomplete() {
        return found.sum()
                && found.period().over()
                && submitted() < found.counties().size();
    }

    boolean hasUnchecked() {
        return found.columns().stream().anyMatch(column -> column.standing().equals("to-be-checked"));
    }

    ReturnStep step() {
        return ReturnStep.of(found, submits);
    }

    /** The counties of a sum that the next step is about. */
    List<County> about() {
        return step().about(found.counties());
    }

    /** The number that the text of the next step gives: of counties of a sum, of the newest version of a county. */
    int number() {
        Submitted newest = newest();
        return !found.sum()
                ? newest == null ? 0 : newest.version()
                : about().isEmpty() ? found.counties().size() : about().size();
    }

    Column column(String id) {
        return found.columns().stream()
                .filter(column -> column.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "ReturnView[" + found + "]";
    }
}
