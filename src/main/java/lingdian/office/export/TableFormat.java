package lingdian.office.export;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In which form a table is sent. */
public enum TableFormat {
    CSV("text/csv", "csv"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private final String mediaType;
    private final String ending;

    TableFormat(String mediaType, String ending) {
        this.mediaType = mediaType;
        this.ending = ending;
    }

    /** The first of the types that a request accepts, if that is a table; else it gets the list as JSON. */
    public static Optional<TableFormat> accepted(@Nullable String accept) {
        List<String> types = Arrays.stream(Objects.toString(accept, "").split(","))
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .toList();
        return Arrays.stream(values())
                .filter(format -> types.getFirst().equals(format.mediaType))
                .findFirst();
    }

    /** The word at the end of a file's name: {@code csv} or {@code xlsx}. */
    public String ending() {
        return ending;
    }

    /** @throws IllegalArgumentException if no form has this ending */
    public static TableFormat ofEnding(String ending) {
        return valueOf(ending.toUpperCase(Locale.ROOT));
    }

    /** With the character set where a text has one. */
    public String contentType() {
        return this == CSV ? mediaType + "; charset=utf-8" : mediaType;
    }

    public String fileName(ListTable table) {
        return table.name() + "." + ending;
    }

    public TableWriter writer(ListTable table) {
        return this == CSV ? new CsvWriter(table) : new WorkbookWriter(table);
    }
}
