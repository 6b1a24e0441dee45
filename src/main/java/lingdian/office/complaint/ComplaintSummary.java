package lingdian.office.complaint;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A complaint as {@link ComplaintEndpoints} writes it.
 *
 * @param placeCode empty if no café is named
 * @param caseFile null if no case follows it up
 * @param due until when the next action is due; null once it has ended
 * @param said what was said and done; null in a list
 */
public record ComplaintSummary(
        UUID id,
        String placeCode,
        @Nullable UUID caseFile,
        Receipt receipt,
        String step,
        String refusal,
        @Nullable LocalDate due,
        boolean overdue,
        int version,
        @Nullable Said said) {
    /**
     * How it came.
     *
     * @param reference its number elsewhere; empty if it has none
     */
    public record Receipt(
            String way,
            String subject,
            String reference,
            OffsetDateTime at,
            boolean anonymous,
            boolean wantsAnswer,
            LocalDate answerBy) {
        private static Receipt of(JsonObject json) {
            return new Receipt(
                    json.getString("way"),
                    json.getString("subject"),
                    JsonValues.textOrEmpty(json, "reference"),
                    JsonValues.time(json, "receivedAt"),
                    json.getBoolean("anonymous"),
                    json.getBoolean("wantsAnswer"),
                    JsonValues.day(json, "answerBy"));
        }
    }

    /**
     * What was said and done.
     *
     * @param content empty if it was erased, or can no longer be decrypted
     * @param answer what the reporter was told; empty if nothing was
     * @param open the actions that are possible
     */
    public record Said(String content, String answer, boolean erased, List<String> open, List<Entry> history) {
        public Said {
            open = List.copyOf(open);
            history = List.copyOf(history);
        }

        private static Said of(JsonObject json) {
            return new Said(
                    JsonValues.textOrEmpty(json, "content"),
                    JsonValues.textOrEmpty(json, "answer"),
                    json.getBoolean("erased"),
                    JsonValues.texts(json, "open"),
                    JsonValues.all(json, "history", Entry::of));
        }

        @Override
        public String toString() {
            return "Said"; // free text
        }
    }

    /**
     * What somebody did; {@code by} and {@code note} may be empty.
     *
     * @param target what a registration or a link led to
     * @param former what of it took the place of another café or case: that one
     */
    public record Entry(String action, OffsetDateTime at, String by, Target target, Target former, String note) {
        private static Entry of(JsonObject json) {
            return new Entry(
                    json.getString("action"),
                    JsonValues.time(json, "at"),
                    JsonValues.textOrEmpty(json, "by"),
                    Target.of(json, "placeCode", "case"),
                    Target.of(json, "formerPlaceCode", "formerCase"),
                    JsonValues.textOrEmpty(json, "note"));
        }

        @Override
        public String toString() {
            return "Entry[" + action + "]"; // a note is free text
        }
    }

    /** A café and a case, each empty where there is none. */
    public record Target(String placeCode, String caseFile) {
        private static Target of(JsonObject json, String placeCode, String caseFile) {
            return new Target(JsonValues.textOrEmpty(json, placeCode), JsonValues.textOrEmpty(json, caseFile));
        }
    }

    /** What was done; empty in a list. */
    public List<Entry> history() {
        return said == null ? List.of() : said.history();
    }

    static ComplaintSummary of(JsonObject json) {
        return new ComplaintSummary(
                JsonValues.id(json, "id"),
                JsonValues.textOrEmpty(json, "placeCode"),
                JsonValues.idOrNull(json, "case"),
                Receipt.of(json),
                json.getString("step"),
                JsonValues.textOrEmpty(json, "refusal"),
                JsonValues.dayOrNull(json, "due"),
                json.getBoolean("overdue"),
                json.getInteger("version"),
                json.containsKey("history") ? Said.of(json) : null);
    }

    @Override
    public String toString() {
        return "ComplaintSummary[" + id + "]";
    }
}
