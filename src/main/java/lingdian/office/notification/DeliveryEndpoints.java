package lingdian.office.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import lingdian.access.account.Refused;
import lingdian.access.account.Role;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.feed.notification.DeliveryStore;
import lingdian.feed.notification.DeliveryStore.Delivery;
import lingdian.law.hours.Area;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of an account's notifications. An administrator sees all that could not be delivered, to fix the cause,
 * but not for which café, because an administrator sees no findings.
 */
final class DeliveryEndpoints {
    private final ScopedStore readers;
    private final AccessLoggedChanges changes;
    private final DeliveryStore store = new DeliveryStore();
    private final InstantSource clock;
    private final Duration oldest;
    private final ReadLog reads;

    /** @param oldest how old a message may be to be tried again */
    DeliveryEndpoints(
            ScopedStore readers, AccessLoggedChanges changes, InstantSource clock, Duration oldest, ReadLog reads) {
        this.reads = reads;
        this.readers = readers;
        this.changes = changes;
        this.clock = clock;
        this.oldest = oldest;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation cursor = Cursor.AfterViolation.of(call.query("cursor"));
        var after = cursor == null ? null : new DeliveryStore.Place(cursor.detectedAt(), cursor.id());
        AccountId owner = owner(call);
        int limit = call.limit();
        return readers.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> store.list(client, owner, call.query("state"), after, limit + 1)
                                        .map(found -> Page.of(found, limit, DeliveryEndpoints::place)
                                                .json(one -> json(one, owner), position))))
                .compose(list -> reads.list(call.account(), Action.LIST_NOTIFICATIONS, list))
                .map(Reply::ok);
    }

    public Future<Reply> redrive(AuthorisedCall call) {
        Instant now = clock.instant();
        AccessEntry entry = call.done(Action.CHANGE_NOTIFICATIONS)
                .on(Subject.of(Subject.Kind.NOTIFICATION, call.id()))
                .inRegion(call.account().region())
                .with("what", "redrive");
        return changes.change(
                        connection -> store.redrive(connection, owner(call), call.id(), now, now.plus(oldest))
                                .map(done -> {
                                    if (!done) {
                                        throw Refused.unknown();
                                    }
                                    return null;
                                }),
                        entry)
                .map(done -> Reply.ended());
    }

    private static @Nullable AccountId owner(AuthorisedCall call) {
        return call.account().role() == Role.ADMIN ? null : call.account().id();
    }

    private static String place(Delivery delivery) {
        return new Cursor.AfterViolation(delivery.createdAt(), delivery.id()).text();
    }

    private static JsonObject json(Delivery delivery, @Nullable AccountId owner) {
        DeliveryStore.Progress progress = delivery.progress();
        JsonObject json = new JsonObject()
                .put("id", delivery.id().toString())
                .put("topic", delivery.topic().wire())
                .put("format", delivery.format().wire())
                .put("host", delivery.host())
                .put("state", progress.state())
                .put("changes", delivery.changes())
                .put("createdAt", time(delivery.createdAt()))
                .put("dueAt", time(progress.dueAt()))
                .put("attempts", progress.attempts())
                .put("failure", progress.failure())
                .put("settledAt", progress.settledAt() == null ? null : time(progress.settledAt()));
        if (owner == null) {
            return json.put("account", delivery.account().toString());
        }
        return switch (delivery.area()) {
            case null -> json;
            case Area.Cafe cafe -> json.put("placeCode", cafe.placeCode().value());
            case Area.Region county -> json.put("region", county.code().value());
        };
    }

    private static String time(Instant at) {
        return Rfc3339.format(at, ChinaTime.ZONE);
    }
}
