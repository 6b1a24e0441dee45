package lingdian.console.frame;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page says of a violation's person: masked, and unmasked for 15 minutes for whoever asked.
 *
 * @param person masked; null where it is about nobody
 * @param shown the unmasking that was asked for last; null where none was
 * @param pending those of others that wait for a second person
 * @param asks whether the reader may ask
 */
public record Mask(@Nullable Person person, @Nullable Unmasked shown, List<Pending> pending, boolean asks) {

    /** A person behind a mask. */
    public record Person(String type, String number, String name) {
        public static Person of(JsonObject person) {
            JsonObject document = person.getJsonObject("document", new JsonObject());
            return new Person(
                    orEmpty(document.getString("type")),
                    orEmpty(document.getString("number")),
                    orEmpty(person.getString("name")));
        }

        @Override
        public String toString() {
            return "Person"; // masked or not, it is none of a log's business
        }
    }

    /**
     * An unmasking that the reader asked for.
     *
     * @param secondPerson why a second person must approve; null where none must
     * @param person null while it is not granted
     */
    public record Unmasked(
            String state,
            @Nullable String secondPerson,
            @Nullable Person person,
            String birthDate,
            String ageGroup,
            String until) {
        public static Unmasked of(JsonObject unmasking) {
            JsonObject person = unmasking.getJsonObject("person");
            JsonObject document = person == null ? null : person.getJsonObject("document");
            return new Unmasked(
                    unmasking.getString("state"),
                    unmasking.getString("secondPerson"),
                    person == null || document == null ? null : Person.of(person),
                    document == null ? "" : orEmpty(document.getString("birthDate")),
                    person == null ? "" : orEmpty(person.getString("ageGroup")),
                    Times.second(unmasking.getString("expiresAt")));
        }

        @Override
        public String toString() {
            return "Unmasked[" + state + "]";
        }
    }

    /** Somebody else's request for this violation. */
    public record Pending(String id, String who, String reason, String secondPerson, String until) {
        public static Pending of(JsonObject unmasking) {
            return new Pending(
                    unmasking.getString("id"),
                    orEmpty(unmasking.getJsonObject("askedBy").getString("name")),
                    orEmpty(unmasking.getString("reason")),
                    orEmpty(unmasking.getString("secondPerson")),
                    Times.second(unmasking.getString("expiresAt")));
        }

        @Override
        public String toString() {
            return "Pending[" + id + "]"; // the reason is free text
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
