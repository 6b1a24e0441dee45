package lingdian.office.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All fields that a template may name, whatever its kind: an office may want the café's telephone on each of its forms.
 *
 * @param fields by their names, in the order of the handbook's table
 */
record FieldCatalogue(Map<String, Field> fields) {
    private static final String FILE = "fields.csv";
    private static final int COLUMNS = 4;

    /** What a field holds. */
    enum Type {
        TEXT,
        /** A box that is ticked or not. */
        BOX,
        /** A person's name, of which the page shows the first character. */
        NAME,
        /** A person's document number, which the page masks. */
        NUMBER,
        /** A column of a list. */
        ITEM
    }

    /** Who gives its value: an officer can change all but those of the service and of an unmasking. */
    enum Source {
        SERVICE,
        OFFICE,
        CASE,
        HAND,
        UNMASKING
    }

    /**
     * A field.
     *
     * @param chinese its name, as the handbook lists it
     */
    record Field(String name, Type type, Source source, String chinese) {
        private static Field of(String line) {
            String[] columns = line.split(",", COLUMNS);
            return new Field(
                    columns[0],
                    Type.valueOf(columns[1].toUpperCase(Locale.ROOT)),
                    Source.valueOf(columns[2].toUpperCase(Locale.ROOT)),
                    columns[3]);
        }

        boolean isChangeable() {
            return source != Source.SERVICE && source != Source.UNMASKING;
        }
    }

    /** The fields of this program. */
    static final FieldCatalogue SHIPPED = read();

    private static FieldCatalogue read() {
        var fields = new LinkedHashMap<String, Field>();
        try (InputStream file = Objects.requireNonNull(FieldCatalogue.class.getResourceAsStream(FILE))) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Field::of)
                    .forEach(field -> fields.put(field.name(), field));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new FieldCatalogue(fields);
    }

    boolean knows(String name) {
        return fields.containsKey(name);
    }

    Optional<Field> find(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    boolean isBox(String name) {
        return find(name).filter(field -> field.type() == Type.BOX).isPresent();
    }

    /** The fields of one list's items; empty if there is no such list. */
    List<Field> columns(String list) {
        var columns = new ArrayList<Field>();
        fields.values().stream()
                .filter(field -> field.type() == Type.ITEM && field.name().startsWith(list + "."))
                .forEach(columns::add);
        return columns;
    }
}
