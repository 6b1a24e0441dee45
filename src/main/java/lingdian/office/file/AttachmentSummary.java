package lingdian.office.file;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Attachment} as the API describes it.
 *
 * @param name null where it does not open any more
 */
public record AttachmentSummary(UUID id, @Nullable String name, String type, int bytes) {
    public static AttachmentSummary of(JsonObject json) {
        return new AttachmentSummary(
                JsonValues.id(json, "id"), json.getString("name"), json.getString("type"), json.getInteger("bytes"));
    }

    @Override
    public String toString() {
        return "AttachmentSummary[" + id + "]"; // people name files after people
    }
}
