package lingdian.office.message;

import io.vertx.core.json.JsonObject;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on messages to cafés, as pages call them. */
public final class MessageCalls {
    public static final ApiOperation<?> SEND = ApiOperation.unread("sendMessage");

    private static final ApiOperation<Page<MessageSummary>> LIST =
            new ApiOperation<>("listMessages", answer -> Page.read(answer, MessageSummary::of));

    private static final ApiOperation<Page<MessageSummary>> OWN =
            new ApiOperation<>("listMyMessages", answer -> Page.read(answer, MessageSummary::of));

    private MessageCalls() {}

    public static ApiRequest<Page<MessageSummary>> list(String placeCode, int limit) {
        return LIST.on("placeCode", placeCode).query("limit", limit);
    }

    /** Those that an operator's own café was sent, by whichever authority. */
    public static ApiRequest<Page<MessageSummary>> own(String placeCode, int limit) {
        return OWN.on("placeCode", placeCode).query("limit", limit);
    }

    /** @param until an RFC 3339 date-time */
    public static ApiRequest<?> send(String placeCode, String text, String purpose, String until) {
        return SEND.on("placeCode", placeCode)
                .body(new JsonObject().put("text", text).put("purpose", purpose).put("until", until));
    }
}
