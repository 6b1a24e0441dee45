package lingdian.office.disclosure;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.office.api.Approval;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.disclosure.UnmaskingStore.Target;
import lingdian.office.permission.Permission;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.record.accesslog.Action;
import lingdian.vault.seal.SealedTextStore;
import lingdian.vault.seal.SealedTextStore.Kept;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints for unmasking. Anything outside the scope of the asking or the deciding account is answered as not found.
 */
final class UnmaskingEndpoints {
    private final ScopedStore readers;
    private final UnmaskingStore store;
    private final UnmaskingService unmaskings;
    private final UnmaskingJson json;
    private final SealedTextStore texts;
    private final ReadLog reads;

    UnmaskingEndpoints(
            ScopedStore readers,
            UnmaskingStore store,
            UnmaskingService unmaskings,
            UnmaskingJson json,
            SealedTextStore texts,
            ReadLog reads) {
        this.readers = readers;
        this.store = store;
        this.unmaskings = unmaskings;
        this.json = json;
        this.texts = texts;
        this.reads = reads;
    }

    /** 201 with the unmasked data, or 202 if a second person must approve first. */
    public Future<Reply> ask(AuthorisedCall call) {
        String reason = call.body().getString("reason");
        Unmasking.TextRef text = text(call.body());
        return unmaskings
                .ask(call.account(), call.scope(), call.id(ViolationId::new), text, reason)
                .map(answer -> Reply.of(answer.shown() == null ? 202 : 201, json.full(answer, unmaskings.now())));
    }

    public Future<Reply> one(AuthorisedCall call) {
        return readers.read(call.account(), client -> unmasking(client, call)).compose(unmasking -> {
            Instant now = unmaskings.now();
            boolean mine =
                    unmasking.permission().askedBy().equals(call.account().id());
            return switch (unmasking.permission().at(now)) {
                case PENDING, REFUSED -> Future.succeededFuture(Reply.ok(json.of(unmasking, now)));
                case GRANTED ->
                    mine ? look(call, unmasking) : Future.succeededFuture(Reply.ok(json.of(unmasking, now)));
                case EXPIRED ->
                    Future.failedFuture(Refused.coded(410, "expired", "The unmasking has expired: request it again."));
            };
        });
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        var filter = new UnmaskingStore.Filter(
                state(call.query("state")), violation(call.narrowing().get(UnmaskingCalls.VIOLATION)));
        Instant now = unmaskings.now();
        int limit = call.limit();
        return readers.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> store.list(client, call.scope(), filter, now, after, limit + 1)
                                        .map(found -> Page.of(found, limit, UnmaskingEndpoints::place)
                                                .json(one -> json.of(one, now), position))))
                .compose(list -> reads.list(call.account(), Action.LIST_UNMASKINGS, list))
                .map(Reply::ok);
    }

    public Future<Reply> decide(AuthorisedCall call) {
        return readers.read(
                        call.account(),
                        client -> unmasking(client, call)
                                .compose(unmasking -> target(client, call, unmasking.violationId())
                                        .map(target -> new Pending(unmasking, target.region()))))
                .compose(pending -> unmaskings.decide(
                        call.account(),
                        pending.region(),
                        pending.unmasking(),
                        Approval.given(call),
                        Approval.note(call)))
                .map(decided -> Reply.ok(json.of(decided, unmaskings.now())));
    }

    /** The quarantined texts around a violation: how many and why, never their content. */
    public Future<Reply> quarantine(AuthorisedCall call) {
        SealedTextStore.Place after = Cursor.text(call.query("cursor"));
        int limit = call.limit();
        return readers.read(
                        call.account(),
                        client -> target(client, call, call.id(ViolationId::new))
                                .compose(target -> ScopedStore.position(client)
                                        .compose(position -> texts.list(client, target.nearby(), after, limit + 1)
                                                .map(found -> Page.of(found, limit, UnmaskingEndpoints::place)
                                                        .json(UnmaskingJson::of, position)))))
                .compose(list -> reads.list(call.account(), Action.LIST_QUARANTINE, list))
                .map(Reply::ok);
    }

    private Future<Reply> look(AuthorisedCall call, Unmasking unmasking) {
        return unmaskings
                .look(call.account(), call.scope(), unmasking)
                .map(answer -> Reply.ok(json.full(answer, unmaskings.now())));
    }

    /** The unmasking to decide on, and the violation's region. */
    private record Pending(Unmasking unmasking, RegionCode region) {}

    private Future<Target> target(SqlClient client, AuthorisedCall call, ViolationId violationId) {
        return store.target(client, call.scope(), violationId, unmaskings.now())
                .map(found -> found.orElseThrow(Refused::unknown));
    }

    private Future<Unmasking> unmasking(SqlClient client, AuthorisedCall call) {
        return store.one(client, call.scope(), call.id()).map(found -> found.orElseThrow(Refused::unknown));
    }

    private static Permission.@Nullable State state(@Nullable String wire) {
        return wire == null ? null : Permission.State.of(wire);
    }

    private static @Nullable UUID violation(@Nullable String id) {
        return id == null ? null : UUID.fromString(id);
    }

    private static String place(Unmasking last) {
        return new Cursor.AfterViolation(last.permission().askedAt(), last.id()).text();
    }

    private static String place(Kept last) {
        return Cursor.afterText(last.place());
    }

    /** The requested text; null for the violation's person. */
    private static Unmasking.@Nullable TextRef text(JsonObject body) {
        if (!"quarantine".equals(body.getString("what"))) {
            return null;
        }
        return new Unmasking.TextRef(
                UUID.fromString(needed(body, "stream", body.getString("stream"))),
                needed(body, "seq", body.getLong("seq")));
    }

    private static <T> T needed(JsonObject body, String field, @Nullable T value) {
        if (value == null) {
            throw Refused.body("/" + field, "is required with a quarantined text");
        }
        return Objects.requireNonNull(value);
    }
}
