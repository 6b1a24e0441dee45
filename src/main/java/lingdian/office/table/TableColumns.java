package lingdian.office.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lingdian.access.account.Refused;
import org.jspecify.annotations.Nullable;

/** The columns that a table may have, by their names in Chinese and English. */
public final class TableColumns {
    /** A column of our own files of refused rows, which are mended and handed in again. */
    private static final Set<String> REASON = Set.of("原因", "reason");

    /** Spreadsheets, and our own files, mark a text so that looks like a formula or a long number. */
    private static final Pattern MARKED = Pattern.compile("'[=+\\-@0-9].*", Pattern.DOTALL);

    private final Map<String, String> chinese;
    private final Map<String, String> fields = new HashMap<>();
    private final String key;

    /**
     * @param chinese names by field, in the order in which they are listed
     * @param key the field that a table cannot be without
     */
    public TableColumns(Map<String, String> chinese, String key) {
        this.chinese = new LinkedHashMap<>(chinese);
        this.key = key;
        chinese.forEach((field, name) -> {
            fields.put(field.toLowerCase(Locale.ROOT), field);
            fields.put(name, field);
        });
    }

    /** The rows below the header that are not blank. */
    List<TableRow> read(List<RawRow> rows) {
        if (rows.isEmpty() || rows.getFirst().number() != 1 || rows.getFirst().isBlank()) {
            throw Refused.with(400, "Row 1 must be the header. " + known());
        }
        List<RawRow> below = rows.subList(1, rows.size());
        List<@Nullable String> header = header(rows.getFirst(), below);
        return below.stream()
                .filter(row -> !row.isBlank())
                .map(row -> new TableRow(row.number(), values(header, row)))
                .toList();
    }

    private List<@Nullable String> header(RawRow first, List<RawRow> below) {
        var header = new ArrayList<@Nullable String>();
        Set<String> seen = new TreeSet<>();
        int width = below.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
        for (int column = 0; column < Math.max(width, first.cells().size()); column++) {
            header.add(field(first.cell(column), column, below, seen));
        }
        if (!seen.contains(key)) {
            throw Refused.with(400, "The header lacks the column " + key + " (" + chinese.get(key) + ").");
        }
        return header;
    }

    /** Null for a column that is not read: that of reasons, and one without name and content, as spreadsheets leave at the right. */
    private @Nullable String field(String name, int column, List<RawRow> below, Set<String> seen) {
        if (REASON.contains(name.toLowerCase(Locale.ROOT))) {
            return null;
        }
        if (name.isEmpty() && below.stream().allMatch(row -> row.cell(column).isEmpty())) {
            return null;
        }
        String field = fields.get(name.toLowerCase(Locale.ROOT));
        if (field == null) {
            throw Refused.with(400, "Column " + (column + 1) + " of the header is unknown. " + known());
        }
        if (!seen.add(field)) {
            throw Refused.with(400, "The header has the column " + field + " twice.");
        }
        return field;
    }

    private String known() {
        return "Known columns: "
                + String.join(
                        ", ",
                        chinese.entrySet().stream()
                                .map(column -> column.getKey() + " " + column.getValue())
                                .toList())
                + ".";
    }

    private static Map<String, String> values(List<@Nullable String> header, RawRow row) {
        var values = new HashMap<String, String>();
        for (int column = 0; column < header.size(); column++) {
            String field = header.get(column);
            String cell = row.cell(column);
            String value = MARKED.matcher(cell).matches() ? cell.substring(1) : cell;
            if (field != null && !value.isEmpty()) {
                values.put(field, value);
            }
        }
        return values;
    }
}
