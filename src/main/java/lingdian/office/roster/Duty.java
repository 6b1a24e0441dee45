package lingdian.office.roster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.feed.escalation.Contact;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * One person's duty.
 *
 * @param name null where its key was retired
 */
record Duty(UUID id, @Nullable String name, Instant from, Instant to, List<Contact> contacts) {
    /** Whether it is the same person's, at the same time. */
    boolean isAs(Duty other) {
        return name != null && name.equals(other.name) && from.equals(other.from) && to.equals(other.to);
    }

    /** Without the secrets of its contacts, which are never shown again. */
    JsonObject json() {
        var shown = new JsonArray();
        contacts.forEach(contact -> shown.add(new JsonObject()
                .put("kind", contact.kind().wire())
                .put("to", contact.to())
                .put("signed", contact.secret() != null)));
        return new JsonObject()
                .put("id", id.toString())
                .put("name", name)
                .put("from", Rfc3339.format(from, ChinaTime.ZONE))
                .put("to", Rfc3339.format(to, ChinaTime.ZONE))
                .put("contacts", shown);
    }

    @Override
    public String toString() {
        return "Duty[" + id + "]"; // a person
    }
}
