package lingdian.office.exportlink;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/** The operations on links, as pages call them. */
public final class ExportLinkCalls {
    private static final ApiOperation<List<Link>> LIST =
            new ApiOperation<>("listExportLinks", answer -> JsonValues.all(answer, "items", Link::of));
    private static final ApiOperation<Link> CREATE = new ApiOperation<>("createExportLink", Link::of);
    private static final ApiOperation<?> END = ApiOperation.unread("endExportLink");

    private ExportLinkCalls() {}

    /**
     * A link.
     *
     * @param path where it is opened, in the answer to its creation alone; else empty
     */
    public record Link(
            UUID id,
            String path,
            String list,
            Map<String, String> filter,
            String form,
            OffsetDateTime expiresAt,
            int uses,
            @Nullable OffsetDateTime usedAt) {
        public Link {
            filter = Map.copyOf(filter);
        }

        private static Link of(JsonObject json) {
            return new Link(
                    JsonValues.id(json, "id"),
                    JsonValues.textOrEmpty(json, "path"),
                    json.getString("list"),
                    JsonValues.textsByName(json.getJsonObject("filter")),
                    json.getString("form"),
                    JsonValues.time(json, "expiresAt"),
                    json.getInteger("uses"),
                    JsonValues.timeOrNull(json, "usedAt"));
        }

        @Override
        public String toString() {
            return "Link[" + id + "]"; // its path is a secret
        }
    }

    public static ApiRequest<List<Link>> list() {
        return LIST.request();
    }

    /** @param form {@code csv} or {@code xlsx} */
    public static ApiRequest<Link> create(String list, Map<String, String> filter, String form, int minutes) {
        return CREATE.request()
                .body(new JsonObject()
                        .put("list", list)
                        .put("filter", new JsonObject(new HashMap<>(filter)))
                        .put("form", form)
                        .put("minutes", minutes));
    }

    public static ApiRequest<?> end(UUID id) {
        return END.on("id", id);
    }
}
