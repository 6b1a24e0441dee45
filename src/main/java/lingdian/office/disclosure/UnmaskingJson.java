package lingdian.office.disclosure;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.domain.ViolationId;
import lingdian.domain.document.AgeGroup;
import lingdian.domain.document.Document;
import lingdian.office.disclosure.UnmaskingService.Answer;
import lingdian.office.disclosure.UnmaskingSource.Person;
import lingdian.office.disclosure.UnmaskingSource.Texts;
import lingdian.office.disclosure.UnmaskingSource.UnmaskedContent;
import lingdian.office.permission.PermissionMapping;
import lingdian.vault.seal.SealedTextStore.Kept;
import lingdian.vault.seal.Vault;

/** An unmasking as JSON; the unmasked data is included only by {@link #full}. */
final class UnmaskingJson {
    private final Vault vault;

    UnmaskingJson(Vault vault) {
        this.vault = vault;
    }

    JsonObject of(Unmasking unmasking, Instant now) {
        Unmasking.TextRef text = unmasking.text();
        Unmasking.SecondPerson secondPerson = unmasking.secondPerson();
        JsonObject json = new JsonObject()
                .put("id", unmasking.id().toString())
                .put("violationId", unmasking.violationId().toString())
                .put("what", unmasking.what())
                .put("stream", text == null ? null : text.stream().toString())
                .put("seq", text == null ? null : (Long) text.seq())
                .put("secondPerson", secondPerson == null ? null : secondPerson.wire())
                .put("reason", unmasking.reason());
        return PermissionMapping.put(
                json, unmasking.permission(), unmasking.askedByName(), unmasking.decidedByName(), now);
    }

    JsonObject full(Answer answer, Instant now) {
        JsonObject json = of(answer.unmasking(), now);
        UnmaskedContent shown = answer.shown();
        return switch (shown) {
            case null -> json;
            case Person person -> json.put("person", person(answer.unmasking().violationId(), person));
            case Texts texts -> json.put("texts", texts(texts));
        };
    }

    static JsonObject of(Kept kept) {
        JsonObject reject = kept.outcome() == null ? new JsonObject() : new JsonObject(kept.outcome());
        return new JsonObject()
                .put("stream", kept.stream().toString())
                .put("seq", kept.place().seq())
                .put("kind", kept.place().kind())
                .put("receivedDay", kept.place().day().toString())
                .put("texts", kept.texts())
                .put("code", reject.getString("code"))
                .put("path", reject.getString("path"));
    }

    /** A person in the form of a violation's person, with all fields of the card. */
    private JsonObject person(ViolationId violationId, Person person) {
        return new JsonObject()
                .put("ref", vault.personRef(violationId.value()))
                .put("document", document(person.document()))
                .put("name", person.document().name())
                .put("ageGroup", person.age().wire())
                .put("under14", person.age() == AgeGroup.UNDER_14);
    }

    static JsonObject document(Document document) {
        return new JsonObject()
                .put("type", document.type())
                .put("number", document.number())
                .put(
                        "birthDate",
                        AgeGroup.birthDate(document).map(Object::toString).orElse(null))
                .put("validUntil", document.validUntil())
                .put("read", document.read().wire());
    }

    private static JsonArray texts(Texts texts) {
        var json = new JsonArray();
        texts.texts()
                .forEach(
                        one -> json.add(new JsonObject().put("kind", one.kind()).put("text", one.text())));
        return json;
    }
}
