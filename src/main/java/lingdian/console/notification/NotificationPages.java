package lingdian.console.notification;

import io.vertx.core.Future;
import java.util.Optional;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.office.approval.ApprovalCalls;
import lingdian.office.notification.NotificationCalls;
import lingdian.office.notification.NotificationCalls.Wanted;
import lingdian.office.notification.NotificationSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code /notifications}: the reader's webhook notifications (subjects, hours, targets) and messages. An administrator
 * sees the dead messages of all accounts.
 */
public final class NotificationPages {
    private static final String PATH = "/notifications";
    private static final int AT_ONCE = 50;

    private final Divisions divisions;

    public NotificationPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get(PATH, call -> show(call, null, Refused.NONE))
                .post(PATH, this::save)
                .post(PATH + "/targets", this::add)
                .post(PATH + "/targets/:id/end", this::end)
                .post(PATH + "/messages/:id/redrive", this::redrive);
    }

    private Future<Void> show(PageCall call, @Nullable String made, Refused refused) {
        Future<Optional<Wanted>> wanted = call.may(NotificationCalls.SETTINGS)
                ? call.ask(NotificationCalls.SETTINGS.request()).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
        return wanted.compose(found -> call.ask(NotificationCalls.list(AT_ONCE))
                .compose(list -> call.show(
                        refused.form().status(),
                        "notification/notifications",
                        Section.NOTIFICATIONS,
                        new NotificationView(
                                refused.over(found.orElse(null)),
                                call.may(ApprovalCalls.LIST),
                                divisions.below(call),
                                list.items().stream()
                                        .map(NotificationView.Message::new)
                                        .toList(),
                                made,
                                refused.form()))));
    }

    private Future<Void> save(PageCall call) {
        boolean reminds = call.may(ApprovalCalls.LIST);
        var typed = new NotificationSettings(
                call.typedAll("code"),
                call.typedAll("standing"),
                call.typedAll("region").stream()
                        .filter(region -> !region.isEmpty())
                        .toList(),
                minutes(call.typed("groupMinutes")),
                quiet(call),
                !call.typed("muted").isEmpty(),
                call.typed("language"),
                call.typed("cases"),
                !reminds || !call.typed("approvals").isEmpty(),
                call.typed("deadlines"));
        return call.ask(NotificationCalls.put(typed))
                .compose(saved -> call.seeOther(PATH, "notifications.saved"))
                .recover(failure -> refused(call, NotificationView.SETTINGS, typed, failure));
    }

    /**
     * Adds a target. A generated secret is shown once, in the answer to the form, and on no page that can be reloaded.
     */
    private Future<Void> add(PageCall call) {
        return call.ask(NotificationCalls.addTarget(
                        call.typed("format"), call.typed("url"), call.typed("secret"), call.typedExactly("password")))
                .compose(secret -> secret.isEmpty()
                        ? call.seeOther(PATH, "notifications.added")
                        : show(call, secret.get(), Refused.NONE))
                .recover(failure -> refused(call, NotificationView.TARGET, null, failure));
    }

    private Future<Void> end(PageCall call) {
        return call.ask(NotificationCalls.endTarget(call.id("id")))
                .compose(ended -> call.seeOther(PATH, "notifications.ended"));
    }

    private Future<Void> redrive(PageCall call) {
        return call.ask(NotificationCalls.redrive(call.id("id")))
                .compose(again -> call.seeOther(PATH, "notifications.again"));
    }

    /**
     * A form that was not accepted.
     *
     * @param settings that were typed into it; null if it was the other form
     */
    private record Refused(TypedForm form, @Nullable NotificationSettings settings) {
        static final Refused NONE = new Refused(TypedForm.EMPTY, null);

        /** What is saved, with what was typed in its place. */
        @Nullable
        Wanted over(@Nullable Wanted saved) {
            return saved == null || settings == null
                    ? saved
                    : new Wanted(settings, saved.targets(), saved.asksPassword());
        }
    }

    private Future<Void> refused(
            PageCall call, String name, @Nullable NotificationSettings settings, Throwable failure) {
        return TypedForm.of(call, name, failure)
                .map(form -> show(call, null, new Refused(form, settings)))
                .orElseGet(() -> Future.failedFuture(failure));
    }

    private static Optional<NotificationSettings.Quiet> quiet(PageCall call) {
        String from = call.typed("quietFrom");
        String to = call.typed("quietTo");
        return from.isEmpty() && to.isEmpty()
                ? Optional.empty()
                : Optional.of(new NotificationSettings.Quiet(
                        from, to, !call.typed("drops").isEmpty()));
    }

    private static int minutes(String typed) {
        return typed.matches("\\d{1,6}") ? Integer.parseInt(typed) : -1;
    }
}
