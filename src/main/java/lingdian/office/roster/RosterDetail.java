package lingdian.office.roster;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import lingdian.office.query.JsonValues;

/**
 * An office's roster as it sees it.
 *
 * @param version 0 where nobody has entered one
 * @param inForce whether who entered it is still a regulator of the office; otherwise nobody on it is told
 * @param contactKinds that the service can reach
 * @param duties in the order in which those on duty are told
 * @param asksPassword whether the reader enters a new contact by their password
 */
public record RosterDetail(
        String region,
        String authority,
        int version,
        boolean inForce,
        List<String> contactKinds,
        List<DutyDetail> duties,
        boolean asksPassword) {
    /** @param name empty where its key was retired */
    public record DutyDetail(
            UUID id, String name, OffsetDateTime from, OffsetDateTime to, List<ContactDetail> contacts) {
        public DutyDetail {
            contacts = List.copyOf(contacts);
        }

        private static DutyDetail of(JsonObject json) {
            return new DutyDetail(
                    JsonValues.id(json, "id"),
                    JsonValues.textOrEmpty(json, "name"),
                    JsonValues.time(json, "from"),
                    JsonValues.time(json, "to"),
                    JsonValues.all(json, "contacts", ContactDetail::of));
        }

        /** As it is entered again: a contact that is sent without its secret keeps it. */
        public JsonObject json() {
            return new JsonObject()
                    .put("name", name)
                    .put("from", ISO_OFFSET_DATE_TIME.format(from))
                    .put("to", ISO_OFFSET_DATE_TIME.format(to))
                    .put(
                            "contacts",
                            new JsonArray(
                                    contacts.stream().map(ContactDetail::json).toList()));
        }

        @Override
        public String toString() {
            return "DutyDetail[" + id + "]"; // a person
        }
    }

    /** @param signed whether it has a secret, which is never shown */
    public record ContactDetail(String kind, String to, boolean signed) {
        private static ContactDetail of(JsonObject json) {
            return new ContactDetail(json.getString("kind"), json.getString("to"), json.getBoolean("signed"));
        }

        private JsonObject json() {
            return new JsonObject().put("kind", kind).put("to", to);
        }

        @Override
        public String toString() {
            return "ContactDetail[" + kind + "]"; // a person's number
        }
    }

    public RosterDetail {
        contactKinds = List.copyOf(contactKinds);
        duties = List.copyOf(duties);
    }

    static RosterDetail of(JsonObject json) {
        return new RosterDetail(
                json.getString("region"),
                json.getString("authority"),
                json.getInteger("version"),
                json.getBoolean("inForce"),
                JsonValues.texts(json, "contactKinds"),
                JsonValues.all(json, "duties", DutyDetail::of),
                json.getBoolean("asksPassword"));
    }
}
