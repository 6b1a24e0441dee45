package lingdian.law.returns;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.platform.settings.InvalidConfiguration;

/** The form of one authority. */
public record ReturnForm(ReturnColumn.Bilingual title, List<ReturnColumn> columns) {
    /** Twice what the longest form that was seen has. */
    static final int COLUMNS_MAX = 60;

    /** @throws InvalidConfiguration listing all mistakes, each beginning with the path of the key */
    public ReturnForm {
        columns = List.copyOf(columns);
        var mistakes = new ArrayList<String>();
        if (columns.isEmpty() || columns.size() > COLUMNS_MAX) {
            mistakes.add("columns: must be from 1 to " + COLUMNS_MAX);
        }
        var before = new HashSet<String>();
        for (int i = 0; i < columns.size(); i++) {
            if (!before.add(columns.get(i).id())) {
                mistakes.add("columns[" + i + "].id: must not be listed before");
            }
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    public Optional<ReturnColumn> column(String id) {
        return columns.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** The figures of a county with these rows, by column; without those of which the service records nothing. */
    public Map<String, ReturnFigure> figures(Map<RowKind, RowTally> tallies) {
        var figures = new LinkedHashMap<String, ReturnFigure>();
        columns.forEach(column -> column.figure(tallies).ifPresent(figure -> figures.put(column.id(), figure)));
        return figures;
    }
}
