package lingdian.office.complaint;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/** What an officer does about a complaint. */
sealed interface ComplaintAction {
    /** An inner note is needed longest where nothing else says why. */
    int NOTE_CHARACTERS_MAX = 2_000;

    String wire();

    /** An inner note, which the reporter is never told. */
    @Nullable
    String note();

    record Accept(@Nullable String note) implements ComplaintAction {
        @Override
        public String wire() {
            return "accept";
        }

        @Override
        public String toString() {
            return "Accept"; // a note is free text
        }
    }

    /**
     * It is not followed up.
     *
     * @param text what the reporter is told
     */
    record Refuse(
            String reason, @Nullable String text, @Nullable String note) implements ComplaintAction {
        @Override
        public String wire() {
            return "refuse";
        }

        @Override
        public String toString() {
            return "Refuse"; // free text
        }
    }

    /** It is about this café, or is followed up in this case; one of the two may be left as it is. */
    record Link(
            @Nullable PlaceCode placeCode,
            @Nullable UUID caseId,
            @Nullable String note) implements ComplaintAction {
        @Override
        public String wire() {
            return "link";
        }

        @Override
        public String toString() {
            return "Link";
        }
    }

    /** @param text what the reporter is told; of one without a contact, what would be said */
    record Answer(String text, @Nullable String note) implements ComplaintAction {
        @Override
        public String wire() {
            return "answer";
        }

        @Override
        public String toString() {
            return "Answer"; // free text
        }
    }

    record Comment(String text) implements ComplaintAction {
        @Override
        public String wire() {
            return "comment";
        }

        @Override
        public String note() {
            return text;
        }

        @Override
        public String toString() {
            return "Comment"; // free text
        }
    }

    /** Reads the body of an action, which the OpenAPI document has checked. */
    static ComplaintAction read(JsonObject body) {
        String note = body.getString("note");
        return switch (body.getString("action")) {
            case "accept" -> new Accept(note);
            case "refuse" -> new Refuse(needed(body, "reason"), body.getString("text"), note);
            case "link" -> link(body, note);
            case "answer" -> new Answer(needed(body, "text"), note);
            default -> new Comment(needed(body, "note"));
        };
    }

    private static Link link(JsonObject body, @Nullable String note) {
        PlaceCode placeCode = PlaceCode.orNull(body.getString("placeCode"));
        UUID caseId = Optional.ofNullable(body.getString("case"))
                .map(UUID::fromString)
                .orElse(null);
        if (placeCode == null && caseId == null) {
            throw Refused.body("", "expected placeCode or case, or both");
        }
        return new Link(placeCode, caseId, note);
    }

    private static String needed(JsonObject body, String field) {
        String value = body.getString(field);
        if (value == null || value.isBlank()) {
            throw Refused.body("/" + field, "expected for this action");
        }
        return value;
    }
}
