package lingdian.office.disclosure;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.document.AgeGroup;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.NetworkIdentity;
import lingdian.office.disclosure.RecordExportStore.Event;
import lingdian.office.disclosure.RecordExportStore.Session;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an export. Documents are complete, except those of children under 14, which are left out (PIPL, Art.
 * 31), and network identities, which are shown to nobody. Tokens are left out, because they would link a person's visits outside the service.
 */
final class RecordLines {
    /** No number is longer; other fields are cut to it, so that a page of them fits into memory. */
    private static final int FIELD_MAX = 256;

    private static final List<String> TOKENS = List.of("token", "otherTokens");

    private final ZoneId zone;

    /** @param zone the café's, for its times and its guests' ages */
    RecordLines(ZoneId zone) {
        this.zone = zone;
    }

    Buffer first(RecordRequest request, Instant now) {
        return line(new JsonObject()
                .put("type", "records")
                .put("request", request.id().toString())
                .put("placeCode", request.placeCode().value())
                .put("from", Rfc3339.format(request.from(), zone))
                .put("to", Rfc3339.format(request.to(), zone))
                .put("legalBasis", request.legalBasis())
                .put("exportedAt", Rfc3339.format(now, zone)));
    }

    Buffer session(Session session, Map<LoginRef, Credential> documents) {
        return line(new JsonObject()
                .put("type", "session")
                .put("session", session.session())
                .put("terminal", session.terminal())
                .put("startedAt", Rfc3339.format(session.startedAt(), zone))
                .put("endedAt", time(session.endedAt()))
                .put("inferredEnd", session.inferredEnd())
                .put("stream", session.stream().toString())
                .put("loginSeq", session.login().seq())
                .put("document", document(documents.get(session.login()), session.startedAt())));
    }

    Buffer event(UUID stream, Event event, Map<LoginRef, Credential> documents) {
        JsonObject body = new JsonObject(event.body());
        JsonObject document = body.getJsonObject("document");
        if (document != null) {
            TOKENS.forEach(document::remove);
        }
        Instant at = event.effectiveAt() == null ? event.receivedAt() : event.effectiveAt();
        return line(new JsonObject()
                .put("type", "event")
                .put("stream", stream.toString())
                .put("seq", event.ref().seq())
                .put("receivedAt", Rfc3339.format(event.receivedAt(), zone))
                .put("effectiveAt", time(event.effectiveAt()))
                .put("event", body)
                .put("outcome", event.outcome() == null ? null : new JsonObject(event.outcome()))
                .put("document", document(documents.get(event.ref()), at)));
    }

    /** The last line; a file without it is incomplete. */
    Buffer last(long sessions, long events) {
        return line(
                new JsonObject().put("type", "end").put("sessions", sessions).put("events", events));
    }

    /** The part of a document that is kept while a page is written. */
    static Credential cut(Credential credential) {
        return switch (credential) {
            case Document document -> cut(document);
            case NetworkIdentity identity -> new NetworkIdentity(null, identity.adult(), null, null);
        };
    }

    private static Document cut(Document document) {
        return new Document(
                cut(document.type()),
                cut(document.number()),
                cut(document.name()),
                document.validUntil() == null ? null : cut(document.validUntil()),
                document.birthDate() == null ? null : cut(document.birthDate()),
                document.read());
    }

    private static String cut(String field) {
        return field.codePointCount(0, field.length()) <= FIELD_MAX
                ? field
                : field.substring(0, field.offsetByCodePoints(0, FIELD_MAX));
    }

    /** Null if no document is kept: for a denied login, or an event that is not a login. */
    private @Nullable JsonObject document(@Nullable Credential credential, Instant at) {
        if (credential == null) {
            return null;
        }
        AgeGroup age = AgeGroup.of(credential, at.atZone(zone).toLocalDate());
        return document(credential, age).put("ageGroup", age.wire());
    }

    private static JsonObject document(Credential credential, AgeGroup age) {
        return switch (credential) {
            case NetworkIdentity identity ->
                new JsonObject()
                        .put("type", identity.type())
                        .put("read", identity.read().wire());
            case Document document ->
                age == AgeGroup.UNDER_14
                        ? new JsonObject().put("type", document.type().length() > 3 ? null : document.type())
                        : UnmaskingJson.document(document).put("name", document.name());
        };
    }

    private @Nullable String time(@Nullable Instant at) {
        return Optional.ofNullable(at)
                .map(moment -> Rfc3339.format(moment, zone))
                .orElse(null);
    }

    private static Buffer line(JsonObject json) {
        return json.toBuffer().appendString("\n");
    }
}
