package lingdian.feed.escalation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import lingdian.vault.seal.SealedRef;
import org.jspecify.annotations.Nullable;

/**
 * Where a person on duty is told. All contacts of one duty are sealed as one text.
 *
 * @param to an address, a telephone number or a user id
 * @param secret with which messages are signed; null where the kind needs none
 */
public record Contact(ContactKind kind, String to, @Nullable String secret) {
    /** A text to seal. */
    public static String text(List<Contact> contacts) {
        return new JsonArray(contacts.stream().map(Contact::json).toList()).encode();
    }

    /** A text that was sealed. */
    public static List<Contact> read(String text) {
        return new JsonArray(text)
                .stream().map(JsonObject.class::cast).map(Contact::of).toList();
    }

    private static Contact of(JsonObject json) {
        return new Contact(ContactKind.of(json.getString("kind")), json.getString("to"), json.getString("secret"));
    }

    /** Whether messages to it arrive where those to the other one do. */
    public boolean reachesAs(Contact other) {
        return kind == other.kind && to.equals(other.to);
    }

    private JsonObject json() {
        return new JsonObject().put("kind", kind.wire()).put("to", to).put("secret", secret);
    }

    /**
     * The place to which a duty's text is sealed.
     *
     * @param column {@code name} or {@code contacts}
     */
    public static SealedRef ref(UUID duty, String column) {
        return new SealedRef("", duty, 0, "roster-" + column);
    }

    @Override
    public String toString() {
        return "Contact[" + kind + "]"; // a person's number
    }
}
