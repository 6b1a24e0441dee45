package lingdian.console.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Rooms;
import lingdian.console.frame.Section;
import lingdian.office.api.Ask;
import lingdian.platform.Problem;
import org.jspecify.annotations.Nullable;

/**
 * {@code /notifications}: what whoever looks is told by webhook, when and where, and their messages. An administrator sees the
 * dead ones of all.
 */
public final class NotificationPages {
    private static final String PATH = "/notifications";
    private static final String AT_ONCE = "50";

    private final Divisions divisions;

    public NotificationPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(Rooms rooms) {
        rooms.get(PATH, call -> show(call, 200, null, null))
                .post(PATH, this::save)
                .post(PATH + "/targets", this::add)
                .post(PATH + "/targets/:id/end", this::end)
                .post(PATH + "/messages/:id/redrive", this::redrive);
    }

    private Future<Void> show(PageCall call, int status, @Nullable String made, @Nullable String refused) {
        Future<Optional<JsonObject>> wanted = call.may("getNotifications")
                ? call.ask(Ask.of("getNotifications")).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
        return wanted.compose(found -> call.ask(Ask.of("listNotifications").query("limit", AT_ONCE))
                .compose(list -> call.show(
                        status,
                        "notification/notifications",
                        Section.NOTIFICATIONS,
                        new NotificationView(
                                found.orElse(null),
                                divisions.below(call),
                                list.getJsonArray("items").stream()
                                        .map(one -> NotificationView.Message.of((JsonObject) one))
                                        .toList(),
                                made,
                                refused))));
    }

    private Future<Void> save(PageCall call) {
        var body = new JsonObject()
                .put("codes", new JsonArray(call.typedAll("code")))
                .put("standings", new JsonArray(call.typedAll("standing")))
                .put(
                        "regions",
                        new JsonArray(call.typedAll("region").stream()
                                .filter(region -> !region.isEmpty())
                                .toList()))
                .put("groupMinutes", minutes(call.typed("groupMinutes")))
                .put("muted", !call.typed("muted").isEmpty())
                .put("language", call.typed("language"));
        String from = call.typed("quietFrom");
        String to = call.typed("quietTo");
        if (!from.isEmpty() || !to.isEmpty()) {
            body.put(
                    "quiet",
                    new JsonObject()
                            .put("from", from)
                            .put("to", to)
                            .put("drops", !call.typed("drops").isEmpty()));
        }
        return call.ask(Ask.of("putNotifications").body(body))
                .compose(saved -> call.seeOther(PATH, "notifications.saved"))
                .recover(failure -> refused(call, failure, "notifications.refused"));
    }

    /** A secret that was made is shown once: in the answer to the form, and in no page that can be loaded anew. */
    private Future<Void> add(PageCall call) {
        var body = new JsonObject().put("format", call.typed("format")).put("url", call.typed("url"));
        if (!call.typed("secret").isEmpty()) {
            body.put("secret", call.typed("secret"));
        }
        return call.ask(Ask.of("addNotificationTarget").body(body))
                .compose(added -> added.getString("secret") == null
                        ? call.seeOther(PATH, "notifications.added")
                        : show(call, 200, added.getString("secret"), null))
                .recover(failure -> refused(call, failure, "notifications.refused-target"));
    }

    private Future<Void> end(PageCall call) {
        return call.ask(Ask.of("endNotificationTarget").path("id", call.id("id")))
                .compose(ended -> call.seeOther(PATH, "notifications.ended"));
    }

    private Future<Void> redrive(PageCall call) {
        return call.ask(Ask.of("redriveNotification").path("id", call.id("id")))
                .compose(again -> call.seeOther(PATH, "notifications.again"));
    }

    private Future<Void> refused(PageCall call, Throwable failure, String key) {
        int status =
                failure instanceof Problem.Thrown refused ? refused.problem().status() : 500;
        return List.of(400, 409).contains(status) ? show(call, status, null, key) : Future.failedFuture(failure);
    }

    private static int minutes(String typed) {
        return typed.matches("\\d{1,6}") ? Integer.parseInt(typed) : -1;
    }
}
