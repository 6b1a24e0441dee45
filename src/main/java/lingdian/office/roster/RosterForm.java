package lingdian.office.roster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import lingdian.access.account.Refused;
import lingdian.feed.escalation.Contact;
import lingdian.feed.escalation.ContactKind;
import lingdian.feed.notification.Format;
import lingdian.feed.notification.Signatures;
import lingdian.feed.notification.WebhookAddress;
import lingdian.office.api.BodyFields;
import lingdian.platform.settings.Settings;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Reads a roster that an officer enters, and names all of its mistakes. */
final class RosterForm {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration AHEAD = Duration.ofDays(366);
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{5,15}");
    private static final Pattern USER = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._@-]{0,63}");

    private final WebhookAddress addresses;
    private final Set<ContactKind> kinds = EnumSet.allOf(ContactKind.class);

    RosterForm(Settings.Office limits) {
        addresses = new WebhookAddress(limits.notifications().insideHosts());
        if (limits.escalation().sms() == null) {
            kinds.remove(ContactKind.SMS);
        }
        if (limits.escalation().wecomApp() == null) {
            kinds.remove(ContactKind.WECOM_APP);
        }
    }

    /** The kinds of contacts that this service can reach: two need a gateway of the configuration. */
    Set<ContactKind> kinds() {
        return Set.copyOf(kinds);
    }

    /**
     * The duties of a body. One of the same person and time keeps its id, and a contact without its secret keeps that.
     *
     * @param present as they are now
     */
    List<Duty> read(JsonObject body, List<Duty> present, Instant now, Supplier<UUID> ids) {
        var errors = new JsonArray();
        List<Contact> known =
                present.stream().flatMap(duty -> duty.contacts().stream()).toList();
        var duties = new ArrayList<Duty>();
        JsonArray entered = body.getJsonArray("duties");
        for (int i = 0; i < entered.size(); i++) {
            Duty duty = duty(entered.getJsonObject(i), "/duties/" + i, known, now, errors);
            if (duties.stream().anyMatch(duty::isAs)) {
                errors.add(Refused.bodyError("/duties/" + i, "is there twice"));
            }
            duties.add(duty);
        }
        if (!errors.isEmpty()) {
            throw Refused.invalid(errors);
        }
        return duties.stream()
                .map(duty -> new Duty(
                        present.stream()
                                .filter(duty::isAs)
                                .map(Duty::id)
                                .findFirst()
                                .orElseGet(ids),
                        duty.name(),
                        duty.from(),
                        duty.to(),
                        duty.contacts()))
                .toList();
    }

    private Duty duty(JsonObject json, String place, List<Contact> known, Instant now, JsonArray errors) {
        if (json.getString("name").isBlank()) {
            errors.add(Refused.bodyError(place + "/name", "expected a name"));
        }
        Instant from = instant(json, "from", place, errors);
        Instant to = instant(json, "to", place, errors);
        if (from != null && to != null && (!from.isBefore(to) || to.isAfter(from.plus(LONGEST)))) {
            errors.add(Refused.bodyError(place + "/to", "expected an end after the beginning, within 7 days"));
        } else if (to != null && to.isAfter(now.plus(AHEAD))) {
            errors.add(Refused.bodyError(place + "/to", "expected within 366 days from now"));
        }
        return new Duty(
                new UUID(0, 0),
                json.getString("name"),
                Objects.requireNonNullElse(from, now),
                Objects.requireNonNullElse(to, now),
                contacts(json.getJsonArray("contacts"), place, known, errors));
    }

    private static @Nullable Instant instant(JsonObject json, String field, String place, JsonArray errors) {
        Optional<Instant> read = Rfc3339.parse(json.getString(field));
        Optional<Instant> taken = read.filter(BodyFields::isTaken);
        if (taken.isEmpty()) {
            errors.add(Refused.bodyError(place + "/" + field, read.isEmpty() ? BodyFields.INSTANT : BodyFields.TAKEN));
        }
        return taken.map(at -> at.truncatedTo(java.time.temporal.ChronoUnit.MICROS))
                .orElse(null);
    }

    private List<Contact> contacts(JsonArray entered, String duty, List<Contact> known, JsonArray errors) {
        var contacts = new ArrayList<Contact>();
        for (int i = 0; i < entered.size(); i++) {
            JsonObject json = entered.getJsonObject(i);
            ContactKind kind = ContactKind.of(json.getString("kind"));
            String to = json.getString("to");
            String secret = json.getString("secret");
            var contact = new Contact(kind, to, secret == null ? secretOf(known, kind, to) : secret);
            String place = duty + "/contacts/" + i;
            reached(contact).ifPresent(wrong -> errors.add(Refused.bodyError(place + "/to", wrong)));
            signed(contact).ifPresent(wrong -> errors.add(Refused.bodyError(place + "/secret", wrong)));
            contacts.add(contact);
        }
        return contacts;
    }

    private static @Nullable String secretOf(List<Contact> known, ContactKind kind, String to) {
        return known.stream()
                .filter(one -> one.kind() == kind && one.to().equals(to) && one.secret() != null)
                .map(Contact::secret)
                .findFirst()
                .orElse(null);
    }

    /** What is wrong with where a contact is reached; empty: nothing. */
    private Optional<String> reached(Contact contact) {
        return switch (contact.kind()) {
            case WEBHOOK, WECOM, DINGTALK ->
                addresses.parse(contact.to()).isPresent()
                        ? Optional.empty()
                        : Optional.of("expected an https address of a public host");
            case SMS ->
                form("the service has no SMS gateway", contact, NUMBER, "expected a telephone number in digits");
            case WECOM_APP ->
                form("the service has no application of WeCom", contact, USER, "expected a user id of WeCom");
        };
    }

    private Optional<String> form(String unavailable, Contact contact, Pattern pattern, String expected) {
        if (!kinds.contains(contact.kind())) {
            return Optional.of(unavailable);
        }
        return pattern.matcher(contact.to()).matches() ? Optional.empty() : Optional.of(expected);
    }

    /** What is wrong with a contact's secret; empty: nothing. */
    private static Optional<String> signed(Contact contact) {
        String secret = contact.secret();
        return switch (contact.kind()) {
            case WEBHOOK ->
                secret != null && Signatures.isSecret(Format.STANDARD, secret)
                        ? Optional.empty()
                        : Optional.of("expected whsec_ and 24 to 64 bytes in base64");
            case DINGTALK ->
                secret != null && Signatures.isSecret(Format.DINGTALK, secret)
                        ? Optional.empty()
                        : Optional.of("expected 8 to 128 visible ASCII characters");
            case WECOM, SMS, WECOM_APP ->
                secret == null ? Optional.empty() : Optional.of("is not used by this kind, which signs nothing");
        };
    }
}
