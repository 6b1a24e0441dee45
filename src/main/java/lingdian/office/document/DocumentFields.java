package lingdian.office.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.domain.document.Masks;
import lingdian.office.document.FieldCatalogue.Field;
import lingdian.office.document.FieldCatalogue.Type;

/**
 * The values with which a template is filled. A field without a value stays blank, to be written by hand.
 *
 * @param texts by the fields' names; those of boxes are {@link #TICKED} or {@link #UNTICKED}
 * @param lists the items of each list, each by its columns' names
 */
public record DocumentFields(Map<String, String> texts, Map<String, List<Map<String, String>>> lists) {
    public static final DocumentFields NONE = new DocumentFields(Map.of(), Map.of());

    static final String TICKED = "☑";
    static final String UNTICKED = "☐";
    static final String NUMBER_OF_PERSON = "personDocumentNumber";
    /** That of an unmasking, unless an officer enters another one. */
    public static final String NAME_OF_PERSON = "personName";

    /** What an unmasking fills in: whoever reads a document that prints it learns of the person. */
    static final Set<String> OF_UNMASKING = Set.of(NUMBER_OF_PERSON, NAME_OF_PERSON);

    private static final String COUNTED = "no";

    public DocumentFields {
        texts = Map.copyOf(texts);
        lists = lists.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, list -> counted(list.getValue())));
    }

    /** Each item with its number, where it has none. */
    private static List<Map<String, String>> counted(List<Map<String, String>> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> {
                    var item = new HashMap<>(items.get(i));
                    item.putIfAbsent(COUNTED, String.valueOf(i + 1));
                    return Map.copyOf(item);
                })
                .toList();
    }

    /** These values, and where they have none the others. */
    public DocumentFields over(DocumentFields others) {
        var allTexts = new HashMap<>(others.texts);
        allTexts.putAll(texts);
        var allLists = new HashMap<>(others.lists);
        allLists.putAll(lists);
        return new DocumentFields(allTexts, allLists);
    }

    /** As pages show them: without a person's number and name. */
    DocumentFields masked() {
        var masked = new HashMap<>(texts);
        for (Field field : FieldCatalogue.SHIPPED.fields().values()) {
            if (field.type() == Type.NUMBER) {
                masked.computeIfPresent(field.name(), (name, number) -> Masks.number(number));
            } else if (field.type() == Type.NAME) {
                masked.computeIfPresent(field.name(), (name, person) -> Masks.name(person));
            }
        }
        return new DocumentFields(masked, lists);
    }

    /** Whether a person's number is among them. */
    boolean bearsNumber() {
        return texts.containsKey(NUMBER_OF_PERSON);
    }

    String text(String name) {
        String text = texts.get(name);
        return Objects.requireNonNullElseGet(text, () -> FieldCatalogue.SHIPPED.isBox(name) ? UNTICKED : "");
    }

    List<Map<String, String>> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    @Override
    public String toString() {
        return "DocumentFields[" + texts.size() + "]"; // they name people
    }
}
