package lingdian.office.complaint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import lingdian.office.complaint.ComplaintStore.Linked;
import org.jspecify.annotations.Nullable;

/**
 * A complaint with what was said, but without the reporter, whom an officer asks for by itself.
 *
 * @param texts null once they are erased
 */
record ComplaintDetail(Complaint complaint, @Nullable Texts texts, List<Entry> history) {
    ComplaintDetail {
        history = List.copyOf(history);
    }

    /**
     * Texts that people wrote; each is null where its key is retired.
     *
     * @param answer null as well where none was given yet
     */
    record Texts(@Nullable String content, @Nullable String answer) {
        @Override
        public String toString() {
            return "Texts"; // free text
        }
    }

    /**
     * What somebody did.
     *
     * @param by the name of the account; null where it is not known any more
     * @param linked what a registration or a link led to
     * @param note an inner one, which the reporter is never told
     */
    record Entry(
            String action,
            Instant at,
            @Nullable String by,
            Linked linked,
            @Nullable String note) {
        private JsonObject json() {
            return new JsonObject()
                    .put("action", action)
                    .put("at", Complaint.time(at))
                    .put("by", by)
                    .put("placeCode", Objects.toString(linked.target().placeCode(), null))
                    .put("case", Objects.toString(linked.target().caseId(), null))
                    .put("formerPlaceCode", Objects.toString(linked.former().placeCode(), null))
                    .put("formerCase", Objects.toString(linked.former().caseId(), null))
                    .put("note", note);
        }

        @Override
        public String toString() {
            return "Entry[" + action + "]"; // a note is free text
        }
    }

    JsonObject json(Instant now) {
        return complaint
                .json(now)
                .put("content", texts == null ? null : texts.content())
                .put("answer", texts == null ? null : texts.answer())
                .put("erased", texts == null)
                .put("open", new JsonArray(complaint.progress().step().open()))
                .put("history", new JsonArray(history.stream().map(Entry::json).toList()));
    }
}
