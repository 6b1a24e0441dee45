package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.office.query.Cursor;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.evidence.Checkpoint;
import lingdian.record.evidence.CheckpointBody;
import lingdian.record.evidence.CheckpointStore;
import lingdian.vault.seal.PublicKey;

/** Shows the signed checkpoints (handbook, evidence.md) to auditors and to regulators who may co-sign them. */
final class CheckpointEndpoints {
    private final ScopedStore scoped;
    private final AccessLogStore log;
    private final CheckpointStore store = new CheckpointStore();

    CheckpointEndpoints(ScopedStore scoped, AccessLogStore log) {
        this.scoped = scoped;
        this.log = log;
    }

    public Future<Reply> list(AuthorisedCall call) {
        long before = Cursor.number(call.query("cursor"));
        int limit = call.limit();
        return logged(call)
                .compose(logged -> scoped.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> store.before(client, before, limit + 1)
                                        .map(found ->
                                                Reply.ok(page(found, limit).put("position", position))))));
    }

    /** The number of streams is shown only to auditors, and to regulators with an approved key. */
    public Future<Reply> one(AuthorisedCall call) {
        return logged(call)
                .compose(logged -> scoped.read(call.account(), client -> store.one(client, number(call))))
                .map(found -> Reply.ok(json(found.orElseThrow(Refused::unknown))));
    }

    static long number(AuthorisedCall call) {
        return Long.parseLong(call.path("number"));
    }

    private Future<Void> logged(AuthorisedCall call) {
        return log.append(AccessEntry.attempted(Actor.account(call.account().id()), Action.READ_CHECKPOINTS)
                .on(Subject.of(Subject.Kind.CHECKPOINT)));
    }

    private static JsonObject page(List<Checkpoint> found, int limit) {
        List<Checkpoint> shown = found.subList(0, Math.min(limit, found.size()));
        var items = new JsonArray();
        shown.forEach(one -> items.add(json(one)));
        String next =
                found.size() > limit ? Cursor.afterNumber(shown.getLast().body().number()) : null;
        return new JsonObject().put("items", items).put("next", next);
    }

    private static JsonObject json(Checkpoint checkpoint) {
        CheckpointBody body = checkpoint.body();
        var cosignatures = new JsonArray();
        checkpoint
                .cosignatures()
                .forEach(one -> cosignatures.add(signature(one.key(), one.signature())
                        .put("account", one.account().toString())
                        .put("signedAt", time(one.signedAt()))));
        return new JsonObject()
                .put("number", body.number())
                .put("day", body.day() == null ? null : body.day().toString())
                .put("madeAt", time(body.madeAt()))
                .put("previous", body.previous())
                .put("heads", body.heads())
                .put("root", body.root())
                .put("hash", body.hash())
                .put("text", body.text())
                .put("signature", signature(checkpoint.key(), checkpoint.signature()))
                .put("cosignatures", cosignatures);
    }

    private static JsonObject signature(PublicKey key, byte[] value) {
        return new JsonObject()
                .put("algorithm", key.algorithm().toString())
                .put("fingerprint", key.fingerprint())
                .put("publicKey", key.pem())
                .put("value", Base64.getEncoder().encodeToString(value));
    }

    static String time(Instant at) {
        return Rfc3339.format(at, ChinaTime.ZONE);
    }
}
