package lingdian.office.registry;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import lingdian.domain.VisibleText;
import lingdian.domain.document.Document;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.NameForm;
import lingdian.domain.document.ReadMethod;
import org.jspecify.annotations.Nullable;

/**
 * Reads a person for the registry: one JSON object, whose document has the format of the agents' protocol.
 *
 * <p>A single body and a line of an import are read by this class, so that their errors are the same.
 */
final class PersonReading {
    // As of a login's document in the agents' protocol, so that everybody who can log in can be registered.
    static final int NAME_MAX = 200;
    static final int NUMBER_MAX = 256;

    private final DocumentRules rules;

    PersonReading(DocumentRules rules) {
        this.rules = rules;
    }

    /** A person, or why the input is not one. */
    sealed interface Read {
        record Person(Document document) implements Read {}

        /**
         * @param code {@code invalid-person} for its structure, {@code document-malformed} for the card's content
         * @param pointer where, a JSON pointer
         */
        record Faulty(String code, String pointer, String expected) implements Read {}
    }

    /** @param today the local date, for birth dates */
    Read read(JsonObject json, LocalDate today) {
        if (!(json.getValue("document") instanceof JsonObject fields)) {
            return faulty("", "expected an object");
        }
        if (!(fields.getValue("type") instanceof String type)) {
            return faulty("/type", "expected a string");
        }
        if (!(fields.getValue("number") instanceof String number) || characters(number) > NUMBER_MAX) {
            return faulty("/number", "expected a string of at most " + NUMBER_MAX + " characters");
        }
        if (!(fields.getValue("name") instanceof String name) || !nameable(name)) {
            return faulty(
                    "/name",
                    "expected a name of at most " + NAME_MAX + " characters, without control or other invisible ones");
        }
        Object birthDate = fields.getValue("birthDate");
        if (birthDate != null && !(birthDate instanceof String)) {
            return faulty("/birthDate", "expected a string");
        }
        return judged(new Document(type, number, name, null, (String) birthDate, ReadMethod.MANUAL), today);
    }

    private Read judged(Document document, LocalDate today) {
        return rules.faultOn(document, today).map(PersonReading::malformed).orElseGet(() -> new Read.Person(document));
    }

    private static Read malformed(DocumentRules.Fault fault) {
        return switch (fault) {
            case TYPE -> malformed("/type", "expected the code of a type of document");
            case NUMBER -> malformed("/number", "expected the number of a document of this type");
            case BIRTH_DATE -> malformed("/birthDate", "expected a real, past date, such as 1990-01-31");
        };
    }

    private static Read malformed(String field, String expected) {
        return new Read.Faulty("document-malformed", "/document" + field, expected);
    }

    private static Read faulty(String field, String expected) {
        return new Read.Faulty("invalid-person", "/document" + field, expected);
    }

    private static boolean nameable(@Nullable String name) {
        return name != null
                && characters(name) <= NAME_MAX
                && !NameForm.of(name).isEmpty()
                && VisibleText.isName(name);
    }

    /** Unicode code points, as the agents' protocol counts them. */
    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
