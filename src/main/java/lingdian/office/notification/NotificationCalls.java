package lingdian.office.notification;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;

/** The operations on notifications, as pages call them. */
public final class NotificationCalls {
    public static final ApiOperation<Wanted> SETTINGS = new ApiOperation<>("getNotifications", Wanted::of);
    public static final ApiOperation<Page<DeliverySummary>> LIST =
            new ApiOperation<>("listNotifications", answer -> Page.read(answer, DeliverySummary::of));

    private static final ApiOperation<?> PUT = ApiOperation.unread("putNotifications");
    private static final ApiOperation<Optional<String>> ADD_TARGET =
            new ApiOperation<>("addNotificationTarget", answer -> Optional.ofNullable(answer.getString("secret")));
    private static final ApiOperation<?> END_TARGET = ApiOperation.unread("endNotificationTarget");
    private static final ApiOperation<?> REDRIVE = ApiOperation.unread("redriveNotification");

    private NotificationCalls() {}

    /**
     * What an account wants to be told, and where.
     *
     * @param asksPassword whether the reader adds a target by their password
     */
    public record Wanted(NotificationSettings settings, List<NotificationTarget> targets, boolean asksPassword) {
        private static Wanted of(JsonObject answer) {
            return new Wanted(
                    NotificationSettings.of(answer),
                    JsonValues.all(answer, "targets", NotificationTarget::of),
                    answer.getBoolean("asksPassword"));
        }
    }

    public static ApiRequest<Page<DeliverySummary>> list(int limit) {
        return LIST.request().query("limit", limit);
    }

    public static ApiRequest<?> put(NotificationSettings typed) {
        return PUT.request().body(typed.json());
    }

    /**
     * Adds a target; the answer is the secret that the service made, which it shows once.
     *
     * @param secret empty where none was given
     * @param password empty where none was asked for
     */
    public static ApiRequest<Optional<String>> addTarget(String format, String url, String secret, String password) {
        var body = new JsonObject().put("format", format).put("url", url);
        if (!password.isEmpty()) {
            body.put("password", password);
        }
        return ADD_TARGET.request().body(secret.isEmpty() ? body : body.put("secret", secret));
    }

    public static ApiRequest<?> endTarget(UUID id) {
        return END_TARGET.on("id", id);
    }

    /** Sends a message again that could not be delivered. */
    public static ApiRequest<?> redrive(UUID id) {
        return REDRIVE.on("id", id);
    }
}
