package lingdian.office.api;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A second person's answer: yes unless the body says no, since the path is named for it. The body may be left out. */
public final class Approval {
    private Approval() {}

    public static boolean given(AuthorisedCall call) {
        return body(call).getBoolean("approve", true);
    }

    public static @Nullable String note(AuthorisedCall call) {
        return body(call).getString("reason");
    }

    private static JsonObject body(AuthorisedCall call) {
        return Optional.ofNullable(call.request().getBody())
                .filter(body -> !body.isNull() && body.isJsonObject())
                .map(body -> body.getJsonObject())
                .orElseGet(JsonObject::new);
    }
}
