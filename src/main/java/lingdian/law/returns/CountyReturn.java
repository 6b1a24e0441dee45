package lingdian.law.returns;

import java.util.List;
import java.util.Map;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The return of one county.
 *
 * @param counted its figures by column, as its rows are now
 * @param submitted those that its officer submitted, of the newest version; null: none was submitted
 */
public record CountyReturn(
        RegionCode county,
        Map<String, ReturnFigure> counted,
        @Nullable Map<String, ReturnFigure> submitted) {
    public CountyReturn {
        counted = Map.copyOf(counted);
        submitted = submitted == null ? null : Map.copyOf(submitted);
    }

    public boolean isMissing() {
        return submitted == null;
    }

    /** Whether a column's figure is another one now than it was submitted; a column that was not submitted has not changed. */
    public boolean hasChanged(String column) {
        ReturnFigure then = submitted == null ? null : submitted.get(column);
        return then != null && !then.equals(counted.get(column));
    }

    /** The columns of a form that have changed. */
    public List<String> changed(ReturnForm form) {
        return form.columns().stream()
                .map(ReturnColumn::id)
                .filter(this::hasChanged)
                .toList();
    }
}
