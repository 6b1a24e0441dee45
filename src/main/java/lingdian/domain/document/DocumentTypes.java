package lingdian.domain.document;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import lingdian.domain.document.DocumentType.BirthDateIn;
import lingdian.domain.document.DocumentType.Standing;
import lingdian.domain.region.CsvTable;

/**
 * The certificate codes of {@code config/document-types.csv}.
 *
 * <p>They are a table, not code, because the tables in force differ between authorities and years.
 */
public final class DocumentTypes {
    private static final String HEADER = "code,chinese,english,birth_date,standing";
    private static final Pattern CODE = Pattern.compile("[0-9]{3}");

    private final Map<String, DocumentType> byCode;

    private DocumentTypes(Map<String, DocumentType> byCode) {
        this.byCode = Collections.unmodifiableMap(byCode);
    }

    /**
     * Reads the table from a file.
     *
     * @throws IllegalArgumentException naming the file and line of the first mistake
     */
    public static DocumentTypes load(Path file) {
        return CsvTable.load(file, in -> read(in, file.toString()));
    }

    /**
     * Reads the table.
     *
     * @param source what to call the table in an error
     * @throws IllegalArgumentException naming the source and line of the first mistake
     */
    public static DocumentTypes read(InputStream in, String source) {
        Map<String, DocumentType> byCode = new LinkedHashMap<>();
        for (CsvTable.Row row : CsvTable.rows(in, source, HEADER)) {
            DocumentType type = type(row);
            if (byCode.put(type.code(), type) != null) {
                throw row.refused("the code " + type.code() + " occurs twice");
            }
        }
        return new DocumentTypes(byCode);
    }

    /** The type of a code, empty if the code is unknown. */
    public Optional<DocumentType> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** All types in the order of the table. */
    public Collection<DocumentType> all() {
        return byCode.values();
    }

    private static DocumentType type(CsvTable.Row row) {
        if (!CODE.matcher(row.field(0)).matches()) {
            throw row.refused("the code is not three digits");
        }
        if (row.field(1).isBlank() || row.field(2).isBlank()) {
            throw row.refused("a name is missing");
        }
        return new DocumentType(row.field(0), row.field(1), row.field(2), birthDateIn(row), standing(row));
    }

    private static BirthDateIn birthDateIn(CsvTable.Row row) {
        return switch (row.field(3)) {
            case "number" -> BirthDateIn.NUMBER;
            case "field" -> BirthDateIn.FIELD;
            default -> throw row.refused("birth_date is neither number nor field");
        };
    }

    private static Standing standing(CsvTable.Row row) {
        return switch (row.field(4)) {
            case "published" -> Standing.PUBLISHED;
            case "unconfirmed" -> Standing.UNCONFIRMED;
            default -> throw row.refused("standing is neither published nor unconfirmed");
        };
    }
}
