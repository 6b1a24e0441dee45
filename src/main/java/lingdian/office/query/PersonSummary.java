package lingdian.office.query;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import lingdian.domain.document.NetworkIdentity;

/**
 * A violation's person, masked or unmasked; a field is empty where the reader is not shown it.
 *
 * @param ageGroup at the login; only of an unmasked person, as the birth date
 */
public record PersonSummary(String documentType, String number, String name, String birthDate, String ageGroup) {
    /** Empty where the answer has no person. */
    public static Optional<PersonSummary> in(JsonObject answer) {
        return Optional.ofNullable(answer.getJsonObject("person")).map(PersonSummary::of);
    }

    private static PersonSummary of(JsonObject person) {
        JsonObject document = person.getJsonObject("document", new JsonObject());
        return new PersonSummary(
                JsonValues.textOrEmpty(document, "type"),
                JsonValues.textOrEmpty(document, "number"),
                JsonValues.textOrEmpty(person, "name"),
                JsonValues.textOrEmpty(document, "birthDate"),
                JsonValues.textOrEmpty(person, "ageGroup"));
    }

    /** Whether neither a number nor a name is known, and nothing can be unmasked. */
    public boolean isNetworkIdentity() {
        return documentType.equals(NetworkIdentity.TYPE);
    }

    @Override
    public String toString() {
        return "PersonSummary"; // masked or not, it does not belong in a log
    }
}
