package lingdian.office.notification;

import java.time.Duration;
import lingdian.feed.notification.SettingStore;
import lingdian.feed.notification.WebhookAddress;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.OwnPassword;
import lingdian.platform.settings.Settings;

/** Messages by webhook: an account's own settings and targets, and what was delivered. */
public final class NotificationOperations implements Feature {
    private final NotificationEndpoints own;
    private final DeliveryEndpoints deliveries;

    /** @param password of who adds a target in a session */
    public NotificationOperations(OfficeContext office, OwnPassword password, Settings.Notifications settings) {
        own = new NotificationEndpoints(
                office.scoped(),
                office.changes(),
                password,
                new SettingStore(office.vault()),
                new WebhookAddress(settings.insideHosts()),
                office.clock(),
                office.ids(),
                office.random());
        deliveries = new DeliveryEndpoints(
                office.scoped(),
                office.changes(),
                office.clock(),
                Duration.ofHours(settings.maximumHours()),
                office.reads());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("getNotifications", own::show)
                .serve("putNotifications", own::put)
                .serve("addNotificationTarget", own::add)
                .serve("endNotificationTarget", own::end)
                .serve("listNotifications", deliveries::list)
                .serve("redriveNotification", deliveries::redrive);
    }
}
