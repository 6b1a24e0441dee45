package lingdian.console.roster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.TypedForm;
import lingdian.office.roster.RosterDetail.ContactDetail;
import lingdian.office.roster.RosterDetail.DutyDetail;

/** The form of one duty: who, from when to when, and how the person is reached. */
final class DutyForm {
    static final String NAME = "duty";
    /** As many as the API takes. */
    private static final int CONTACTS_MAX = 5;

    private DutyForm() {}

    static List<Integer> contacts() {
        return IntStream.rangeClosed(1, CONTACTS_MAX).boxed().toList();
    }

    static List<String> kinds() {
        return List.of("sms", "wecom-app", "wecom", "dingtalk", "webhook");
    }

    /** The duty as it was typed. A contact without an address was not filled in. */
    static JsonObject typed(PageCall call) {
        var contacts = new JsonArray();
        for (int number : contacts()) {
            String to = call.typed("to" + number);
            String secret = call.typed("secret" + number);
            if (!to.isEmpty()) {
                JsonObject contact = new JsonObject()
                        .put("kind", call.typed("kind" + number))
                        .put("to", to);
                contacts.add(secret.isEmpty() ? contact : contact.put("secret", secret));
            }
        }
        return new JsonObject()
                .put("name", call.typed("name"))
                .put("from", FieldTime.typed(call.typed("from")))
                .put("to", FieldTime.typed(call.typed("until")))
                .put("contacts", contacts);
    }

    /** The form's field for a pointer into the roster: {@code from} for {@code /duties/3/from}, {@code contact-to} for one of a contact. */
    static String field(String pointer) {
        if (pointer.equals("/password")) {
            return "password";
        }
        String[] steps = pointer.split("/");
        if (steps.length > 5) {
            return "contact-" + steps[5];
        }
        return steps.length > 3 ? steps[3] : "";
    }

    /** The form as if it had been typed as the duty is. */
    static TypedForm of(DutyDetail duty) {
        Map<String, List<String>> fields = new HashMap<>();
        fields.put("name", List.of(duty.name()));
        fields.put("from", List.of(FieldTime.of(duty.from())));
        fields.put("until", List.of(FieldTime.of(duty.to())));
        for (int i = 0; i < duty.contacts().size(); i++) {
            ContactDetail contact = duty.contacts().get(i);
            fields.put("kind" + (i + 1), List.of(contact.kind()));
            fields.put("to" + (i + 1), List.of(contact.to()));
        }
        return new TypedForm(NAME, fields, null);
    }
}
