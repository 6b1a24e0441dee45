package lingdian.office.message;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeStore;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.record.message.MessageStore;
import lingdian.record.message.NewMessage;
import org.jspecify.annotations.Nullable;

/** Endpoints for messages to cafés. Each message is in the access log with its purpose and for how many cafés it is, without its text. */
final class MessageEndpoints {
    /** Of one account in a local day: more would no longer be read by whoever stands at a counter. */
    private static final int DAILY_MAX = 200;

    private static final int DAILY_TO_REGIONS_MAX = 20;

    private final OfficeContext office;
    private final CafeStore cafes;
    private final MessageStore messages;
    private final SentMessageStore sent;

    MessageEndpoints(OfficeContext office, CafeStore cafes) {
        this.office = office;
        this.cafes = cafes;
        this.messages = new MessageStore(office.vault());
        this.sent = new SentMessageStore(office.texts());
    }

    public Future<Reply> toCafe(AuthorisedCall call) {
        Instant now = now();
        MessageText typed = MessageText.read(call.body(), now);
        return office.scoped()
                .read(call.account(), client -> cafes.known(client, call.placeCode()))
                .compose(place -> send(call, message(call, typed, place.region(), place.placeCode(), now)));
    }

    public Future<Reply> toRegion(AuthorisedCall call) {
        Instant now = now();
        RegionCode region = region(call);
        return send(call, message(call, MessageText.read(call.body(), now), region, null, now));
    }

    public Future<Reply> ofCafe(AuthorisedCall call) {
        int limit = call.limit();
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        return office.scoped()
                .read(
                        call.account(),
                        client -> cafes.known(client, call.placeCode())
                                .compose(place -> ScopedStore.position(client))
                                .compose(position -> sent.ofCafe(
                                                client, call.scope(), call.placeCode(), now(), after, limit + 1)
                                        .map(found -> Page.of(found, limit, one -> place(one.message()))
                                                .json(SentMessage.OfCafe::json, position))))
                .compose(page -> office.reads().list(call.account(), Action.LIST_MESSAGES, page))
                .map(Reply::ok);
    }

    public Future<Reply> ofRegion(AuthorisedCall call) {
        RegionCode region = region(call);
        int limit = call.limit();
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        return office.scoped()
                .read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> sent.ofRegion(
                                                client, call.scope(), region, now(), after, limit + 1)
                                        .map(found -> Page.of(found, limit, one -> place(one.message()))
                                                .json(SentMessage.Spread::json, position))))
                .compose(page -> office.reads().list(call.account(), Action.LIST_MESSAGES, page))
                .map(Reply::ok);
    }

    public Future<Reply> cafes(AuthorisedCall call) {
        RegionCode region = region(call);
        int limit = call.limit();
        PlaceCode after = Cursor.placeCode(call.query("cursor"));
        return office.scoped()
                .read(
                        call.account(),
                        client -> sent.known(client, call.scope(), region, call.id())
                                .map(MessageEndpoints::orUnknown)
                                .compose(known -> ScopedStore.position(client))
                                .compose(position -> sent.cafes(
                                                client, call.id(), call.query("state"), now(), after, limit + 1)
                                        .map(found -> Page.of(found, limit, one -> Cursor.afterCafe(one.placeCode()))
                                                .json(SentMessage.Reach::json, position))))
                .compose(page -> office.reads().list(call.account(), Action.LIST_MESSAGES, page))
                .map(Reply::ok);
    }

    private Future<Reply> send(AuthorisedCall call, NewMessage message) {
        var reached = new AtomicInteger();
        return office.pool()
                .withTransaction(connection -> room(connection, call, message)
                        .compose(room -> messages.add(connection, message))
                        .onSuccess(reached::set)
                        .compose(cafes -> office.log().append(connection, entry(call, message, cafes))))
                .map(written -> Reply.created(shown(message).json().put("cafes", reached.get())));
    }

    /** Fails with 429 where the account has sent so many today. */
    private Future<Void> room(SqlConnection connection, AuthorisedCall call, NewMessage message) {
        Instant today = LocalDate.ofInstant(message.at(), ChinaTime.ZONE)
                .atStartOfDay(ChinaTime.ZONE)
                .toInstant();
        return sent.sent(connection, call.account(), today).map(before -> {
            if (before.all() >= DAILY_MAX) {
                throw tooMany(DAILY_MAX + " messages");
            }
            if (message.placeCode() == null && before.toRegions() >= DAILY_TO_REGIONS_MAX) {
                throw tooMany(DAILY_TO_REGIONS_MAX + " messages to regions");
            }
            return null;
        });
    }

    private static lingdian.platform.http.Problem.Thrown tooMany(String what) {
        return Refused.limit("messages", 429, "An account may send " + what + " in a day. Send the rest tomorrow.");
    }

    private NewMessage message(
            AuthorisedCall call, MessageText typed, RegionCode region, @Nullable PlaceCode placeCode, Instant now) {
        return new NewMessage(
                office.ids().get(),
                Objects.requireNonNull(call.scope().authority(), "only regulators may call"),
                region,
                placeCode,
                typed.purpose(),
                typed.text(),
                call.account().id(),
                now,
                typed.until().truncatedTo(ChronoUnit.MICROS));
    }

    /** One's own region, or one within it. */
    private static RegionCode region(AuthorisedCall call) {
        RegionCode region = new RegionCode(call.path("code"));
        if (!call.scope().region().covers(region)) {
            throw Refused.unknown();
        }
        return region;
    }

    private Instant now() {
        return office.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable Void orUnknown(boolean known) {
        if (!known) {
            throw Refused.unknown();
        }
        return null;
    }

    private static String place(SentMessage last) {
        return new Cursor.AfterViolation(last.at(), last.id()).text();
    }

    private static SentMessage shown(NewMessage message) {
        return new SentMessage(
                message.id(),
                message.from(),
                message.region(),
                message.placeCode(),
                message.purpose(),
                message.text(),
                message.at(),
                message.until());
    }

    private static AccessEntry entry(AuthorisedCall call, NewMessage message, int cafes) {
        UUID id = message.id();
        return call.done(Action.SEND_MESSAGE)
                .on(Subject.of(Subject.Kind.MESSAGE, id))
                .inRegion(message.region())
                .with(
                        "to",
                        message.placeCode() == null
                                ? message.region().value()
                                : message.placeCode().value())
                .with("purpose", message.purpose())
                .with("cafes", cafes);
    }
}
