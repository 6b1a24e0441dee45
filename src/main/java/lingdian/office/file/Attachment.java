package lingdian.office.file;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a submitted file.
 *
 * @param owner the objection or the inspection
 * @param number of the owner's files
 * @param name null if it can no longer be opened, or is erased with its inspection
 */
public record Attachment(
        UUID id,
        UUID owner,
        int number,
        String type,
        int bytes,
        @Nullable String name) {
    public JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("name", name)
                .put("type", type)
                .put("bytes", bytes);
    }

    @Override
    public String toString() {
        return "Attachment[" + id + "]"; // people name files after people
    }
}
