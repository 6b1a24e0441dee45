package lingdian.office.savedview;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;

/** The operations on saved views, as pages call them. */
public final class SavedViewCalls {
    private static final ApiOperation<List<SavedView>> LIST =
            new ApiOperation<>("listWorklistViews", answer -> JsonValues.all(answer, "items", SavedView::of));
    private static final ApiOperation<?> CREATE = ApiOperation.unread("createWorklistView");
    private static final ApiOperation<?> CHANGE = ApiOperation.unread("changeWorklistView");
    private static final ApiOperation<?> REMOVE = ApiOperation.unread("removeWorklistView");

    private SavedViewCalls() {}

    public static ApiRequest<List<SavedView>> list() {
        return LIST.request();
    }

    public static ApiRequest<?> create(String name, Map<String, String> filter, boolean shared) {
        return CREATE.request()
                .body(new JsonObject()
                        .put("name", name)
                        .put("filter", new JsonObject(new HashMap<>(filter)))
                        .put("shared", shared));
    }

    public static ApiRequest<?> change(UUID id, String name, boolean shared) {
        return CHANGE.on("id", id).body(new JsonObject().put("name", name).put("shared", shared));
    }

    public static ApiRequest<?> remove(UUID id) {
        return REMOVE.on("id", id);
    }
}
