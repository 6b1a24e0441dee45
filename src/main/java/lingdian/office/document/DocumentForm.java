package lingdian.office.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lingdian.office.document.FieldCatalogue.Field;
import lingdian.office.document.FieldCatalogue.Type;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

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
     * @param value what the service would print in a case's document, empty where it knows nothing; null where the form is
     *     of no case
     */
    public record Entry(
            String name,
            String label,
            String type,
            boolean filled,
            @Nullable String value) {
        private static Entry of(Field field) {
            return new Entry(
                    field.name(),
                    field.chinese(),
                    field.type().name().toLowerCase(Locale.ROOT),
                    field.source() != FieldCatalogue.Source.HAND,
                    null);
        }

        private static Entry of(JsonObject json) {
            return new Entry(
                    json.getString("name"),
                    json.getString("label"),
                    json.getString("type"),
                    json.getBoolean("filled"),
                    json.getString("value"));
        }

        public boolean isBox() {
            return type.equals("box");
        }

        /** The list of a column; empty for a field of its own. */
        public String list() {
            return type.equals("item") ? name.substring(0, name.indexOf('.')) : "";
        }

        private boolean isText() {
            return !isBox() && list().isEmpty();
        }

        private Entry with(DocumentFields known) {
            return new Entry(name, label, type, filled, isText() ? known.text(name) : null);
        }

        private JsonObject json() {
            var json = new JsonObject()
                    .put("name", name)
                    .put("label", label)
                    .put("type", type)
                    .put("filled", filled);
            return value == null ? json : json.put("value", value);
        }

        @Override
        public String toString() {
            return "Entry[" + name + "]"; // a value may name people
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

    /** With what is known of a case and its office. */
    DocumentForm with(DocumentFields known) {
        return new DocumentForm(fields.stream().map(field -> field.with(known)).toList());
    }

    static DocumentForm of(JsonObject json) {
        return new DocumentForm(JsonValues.all(json, "fields", Entry::of));
    }

    public JsonObject json() {
        return new JsonObject()
                .put("fields", new JsonArray(fields.stream().map(Entry::json).toList()));
    }
}
