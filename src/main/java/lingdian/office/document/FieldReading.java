package lingdian.office.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.access.account.Refused;
import lingdian.domain.document.CitizenNumber;
import lingdian.office.document.FieldCatalogue.Field;
import lingdian.office.document.FieldCatalogue.Type;

/** Reads the fields that an officer entered, and names everything that is wrong with them at once. */
public final class FieldReading {
    static final int TEXT_LENGTH_MAX = 4_000;
    static final int ITEMS_MAX = 200;

    private static final String UNKNOWN = "is not a field of documents";
    private static final String NO_NUMBER =
            "must not hold an identity number: one is printed only where an unmasking was granted";
    /** Also 18 characters, mostly digits; its check character tells it from a person's. */
    private static final String CODE_OF_PARTY = "partyCode";

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<Map<String, String>>> lists = new HashMap<>();
    private final JsonArray errors = new JsonArray();

    private FieldReading() {}

    /** Fails with a {@code Problem.Thrown} that names each wrong field by its place, such as {@code /fields/demand}. */
    public static DocumentFields of(JsonObject fields) {
        var reading = new FieldReading();
        fields.forEach(field -> reading.field(field.getKey(), field.getValue()));
        if (!reading.errors.isEmpty()) {
            throw Refused.invalid(reading.errors);
        }
        return new DocumentFields(reading.texts, reading.lists);
    }

    private void field(String name, Object value) {
        String place = "/fields/" + name;
        if (value == null) {
            return; // stays blank
        }
        List<Field> columns = FieldCatalogue.SHIPPED.columns(name);
        if (!columns.isEmpty()) {
            items(place, name, columns, value);
            return;
        }
        Field field = FieldCatalogue.SHIPPED.find(name).orElse(null);
        if (field == null || field.type() == Type.ITEM) {
            wrong("/fields", "has a name that " + UNKNOWN);
        } else if (!field.isChangeable()) {
            wrong(place, "is given by the service alone");
        } else if (field.type() == Type.BOX) {
            box(place, name, value);
        } else if (isText(place, value, name.equals(CODE_OF_PARTY))) {
            texts.put(name, (String) value);
        }
    }

    private void box(String place, String name, Object value) {
        if (value instanceof Boolean ticked) {
            texts.put(name, ticked ? DocumentFields.TICKED : DocumentFields.UNTICKED);
        } else {
            wrong(place, "must be true or false");
        }
    }

    private void items(String place, String list, List<Field> columns, Object value) {
        if (!(value instanceof JsonArray array) || array.size() > ITEMS_MAX) {
            wrong(place, "must be a list of at most " + ITEMS_MAX);
            return;
        }
        var items = new ArrayList<Map<String, String>>();
        for (int i = 0; i < array.size(); i++) {
            if (array.getValue(i) instanceof JsonObject item) {
                items.add(item(place + "/" + i, list, columns, item));
            } else {
                wrong(place + "/" + i, "must be an object");
            }
        }
        lists.put(list, items);
    }

    private Map<String, String> item(String place, String list, List<Field> columns, JsonObject item) {
        var texts = new HashMap<String, String>();
        item.forEach(column -> {
            boolean known = columns.stream().anyMatch(one -> one.name().equals(list + "." + column.getKey()));
            if (!known) {
                wrong(place, "has a name that " + UNKNOWN);
            } else if (column.getValue() != null && isText(place + "/" + column.getKey(), column.getValue(), false)) {
                texts.put(column.getKey(), (String) column.getValue());
            }
        });
        return texts;
    }

    private boolean isText(String place, Object value, boolean isCode) {
        if (!(value instanceof String text) || text.length() > TEXT_LENGTH_MAX) {
            wrong(place, "must be a text of at most " + TEXT_LENGTH_MAX + " characters");
            return false;
        }
        if (CitizenNumber.occursIn(text) && !(isCode && CreditCode.is(text))) {
            wrong(place, NO_NUMBER);
            return false;
        }
        return true;
    }

    private void wrong(String place, String expected) {
        errors.add(Refused.bodyError(place, expected));
    }
}
