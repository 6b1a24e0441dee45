package lingdian.office.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lingdian.office.api.JsonValues;
import lingdian.office.document.FieldCatalogue.Field;
import lingdian.office.document.FieldCatalogue.Type;

/**
 * What officers may enter into documents of a kind: the fields that its template prints, except those that only the service
 * gives.
 */
public record DocumentForm(List<Entry> fields) {
    public DocumentForm {
        fields = List.copyOf(fields);
    }

    /**
     * A field.
     *
     * @param name as a body of {@code makeCaseDocument} names it; of a column of a list with the list: {@code items.name}
     * @param label its Chinese name
     * @param type {@code text}, {@code name}, {@code box} or {@code item}
     * @param filled whether the service fills it in, unless an officer enters something else
     */
    public record Entry(String name, String label, String type, boolean filled) {
        private static Entry of(Field field) {
            return new Entry(
                    field.name(),
                    field.chinese(),
                    field.type().name().toLowerCase(Locale.ROOT),
                    field.source() != FieldCatalogue.Source.HAND);
        }

        private static Entry of(JsonObject json) {
            return new Entry(
                    json.getString("name"), json.getString("label"), json.getString("type"), json.getBoolean("filled"));
        }

        public boolean isBox() {
            return type.equals("box");
        }

        /** The list of a column; empty for a field of its own. */
        public String list() {
            return type.equals("item") ? name.substring(0, name.indexOf('.')) : "";
        }

        private JsonObject json() {
            return new JsonObject()
                    .put("name", name)
                    .put("label", label)
                    .put("type", type)
                    .put("filled", filled);
        }
    }

    /** The columns of a list. */
    public List<Entry> of(String list) {
        return fields.stream().filter(one -> one.list().equals(list)).toList();
    }

    /** In the order of the handbook. */
    static DocumentForm of(WordTemplate template) {
        Set<String> printed = template.printed();
        return new DocumentForm(FieldCatalogue.SHIPPED.fields().values().stream()
                .filter(field -> field.isChangeable() && field.type() != Type.NUMBER)
                .filter(field -> printed.contains(field.name()))
                .map(Entry::of)
                .toList());
    }

    static DocumentForm of(JsonObject json) {
        return new DocumentForm(JsonValues.all(json, "fields", Entry::of));
    }

    JsonObject json() {
        return new JsonObject()
                .put("fields", new JsonArray(fields.stream().map(Entry::json).toList()));
    }
}
