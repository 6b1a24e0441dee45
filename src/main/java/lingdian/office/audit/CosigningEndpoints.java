package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.office.permission.Approvers;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.evidence.Checkpoint;
import lingdian.record.evidence.CheckpointStore;
import lingdian.record.evidence.CosigningStore;
import lingdian.record.evidence.CosigningStore.Key;
import lingdian.record.evidence.OwnCheckpoints;
import lingdian.vault.seal.PublicKey;

/**
 * Regulators sign checkpoints with keys of their own, so that not even the service can later present another record.
 *
 * <p>A key counts once an administrator, who is never the regulator, has approved it: otherwise a stolen token would be
 * enough to sign. Both accounts must be old enough for a rule of four eyes. A signature is verified before it is stored.
 */
final class CosigningEndpoints {
    private static final int SIGNATURE_BYTES = 64;

    private final QueryPool pool;
    private final ScopedStore scoped;
    private final AccessLogStore log;
    private final Approvers approvers;
    private final Supplier<UUID> ids;
    private final CheckpointStore checkpoints = new CheckpointStore();
    private final OwnCheckpoints own;
    private final CosigningStore store;

    CosigningEndpoints(
            QueryPool pool,
            ScopedStore scoped,
            OwnCheckpoints own,
            AccessLogStore log,
            Approvers approvers,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.approvers = approvers;
        this.pool = pool;
        this.scoped = scoped;
        this.own = own;
        this.log = log;
        this.ids = ids;
        this.store = new CosigningStore(pool, clock);
    }

    public Future<Reply> register(AuthorisedCall call) {
        PublicKey key = publicKey(call.body().getString("publicKey"));
        UUID id = ids.get();
        return log.append(entry(call, "register").with("key", key.fingerprint()))
                .compose(logged -> store.register(id, call.account().id(), key))
                .map(registration -> switch (registration) {
                    case REGISTERED ->
                        Reply.created(new JsonObject()
                                .put("id", id.toString())
                                .put("fingerprint", key.fingerprint())
                                .put("algorithm", key.algorithm().toString()));
                    case KNOWN_ALREADY -> throw Refused.with(409, "This key is already registered.");
                    case TOO_MANY ->
                        throw Refused.coded(
                                409,
                                "too-many-keys",
                                "An account has at most " + CosigningStore.KEYS_MAX
                                        + " keys, approved or not. Sign with one of them, or ask an administrator for a new "
                                        + "account.");
                });
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        int limit = call.limit();
        String state = call.query("state");
        var wanted = new CosigningStore.Wanted(
                after == null ? null : after.detectedAt(),
                after == null ? null : after.id(),
                state == null ? null : state.equals("approved"),
                limit + 1);
        return scoped.read(call.account(), ScopedStore::position)
                .compose(position -> store.page(wanted)
                        .map(found -> Page.of(found, limit, CosigningEndpoints::place)
                                .json(CosigningEndpoints::json, position)))
                .map(Reply::ok);
    }

    private static String place(Key last) {
        return new Cursor.AfterViolation(last.registeredAt(), last.id()).text();
    }

    public Future<Reply> approve(AuthorisedCall call) {
        return store.one(call.id())
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(key -> approvers
                        .admit(call.account().id(), key.account())
                        .compose(admitted -> log.append(entry(call, "approve")
                                .with("key", key.publicKey().fingerprint()))))
                .compose(logged -> store.approve(call.id(), call.account().id()))
                .map(approved -> Reply.ok(json(approved.orElseThrow(Refused::unknown))));
    }

    public Future<Reply> sign(AuthorisedCall call) {
        byte[] signature = signature(call.body().getString("signature"));
        String fingerprint = call.body().getString("fingerprint");
        long number = CheckpointEndpoints.number(call);
        return store.approved(call.account().id())
                .map(keys -> keys.stream()
                        .filter(key -> key.publicKey().fingerprint().equals(fingerprint))
                        .findFirst()
                        .orElseThrow(() ->
                                Refused.body("/fingerprint", "expected the fingerprint of one of your approved keys")))
                .compose(key -> checkpoints
                        .one(pool, number)
                        .compose(found -> own(found.orElseThrow(Refused::unknown)))
                        .map(checkpoint -> checked(checkpoint, key, signature))
                        .compose(checked -> log.append(
                                entry(call, "sign").with("key", fingerprint).with("checkpoint", number)))
                        .compose(logged -> store.sign(number, key.id(), signature)))
                .map(added -> added ? Reply.created(new JsonObject().put("number", number)) : Reply.ended());
    }

    /** Nobody co-signs what the service did not sign. */
    private Future<Checkpoint> own(Checkpoint checkpoint) {
        return own.isOwn(pool, checkpoint).map(isOwn -> {
            if (!isOwn) {
                throw Refused.with(409, "This checkpoint is not signed by the service: tell whoever runs it.");
            }
            return checkpoint;
        });
    }

    private static Checkpoint checked(Checkpoint checkpoint, Key key, byte[] signature) {
        if (!key.publicKey().verifies(checkpoint.body().bytes(), signature)) {
            throw Refused.with(422, "The signature does not match this checkpoint's text and this key.");
        }
        return checkpoint;
    }

    private static AccessEntry entry(AuthorisedCall call, String what) {
        return AccessEntry.attempted(Actor.account(call.account().id()), Action.SIGN_CHECKPOINT)
                .on(Subject.of(Subject.Kind.CHECKPOINT))
                .inRegion(call.account().region())
                .with("what", what);
    }

    private static PublicKey publicKey(String pem) {
        try {
            return PublicKey.ofPem(pem);
        } catch (IllegalArgumentException wrong) {
            throw Refused.body("/publicKey", "expected an Ed25519 or SM2 public key in PEM");
        }
    }

    private static byte[] signature(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == SIGNATURE_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below
        }
        throw Refused.body("/signature", "expected 64 bytes in base64");
    }

    private static JsonObject json(Key key) {
        return new JsonObject()
                .put("id", key.id().toString())
                .put("account", key.account().toString())
                .put("fingerprint", key.publicKey().fingerprint())
                .put("algorithm", key.publicKey().algorithm().toString())
                .put("registeredAt", CheckpointEndpoints.time(key.registeredAt()))
                .put("approved", key.approved());
    }
}
