package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.webauthn4j.Authenticator;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.signin.PasskeyStore.Purpose;
import lingdian.domain.AccountId;
import lingdian.platform.secret.Tokens;

/**
 * Passkeys as a second factor: what the browser is asked for, and whether its answer is right.
 *
 * <p>A challenge is valid once, for minutes, and for the browser that it was shown to.
 */
final class Passkeys {
    static final String SERVICE = "Lingdian";

    private final Vertx vertx;
    private final PasskeyStore store;
    private final PasskeyOrigin origin;
    private final Tokens tokens;

    Passkeys(Vertx vertx, PasskeyStore store, PasskeyOrigin origin, Tokens tokens) {
        this.vertx = vertx;
        this.store = store;
        this.origin = origin;
        this.tokens = tokens;
    }

    /** How the use of a passkey ended. */
    enum Verdict {
        GOOD,
        /** The passkey is one of two, and admits nobody any more. */
        COPIED,
        WRONG
    }

    /**
     * What a browser is asked for.
     *
     * @param options of {@code navigator.credentials}, with bytes as base64url
     */
    record Request(String challenge, JsonObject options) {
        @Override
        public String toString() {
            return "Request"; // the challenge is a secret of one browser
        }
    }

    Future<List<Passkey>> of(AccountId account) {
        return store.of(account);
    }

    /** Whether the account has a passkey that may be used. */
    Future<Boolean> has(AccountId account) {
        return store.of(account).map(keys -> keys.stream().anyMatch(Passkey::isGood));
    }

    /** @param browser the secret of the session's cookie */
    Future<Request> askForNew(Person person, String browser) {
        return store.of(person.account()).compose(keys -> {
            String challenge = tokens.next();
            JsonObject options = new JsonObject()
                    .put("rp", new JsonObject().put("id", origin.relyingParty()).put("name", SERVICE))
                    .put("user", user(person))
                    .put("challenge", challenge)
                    .put("pubKeyCredParams", algorithms())
                    .put("timeout", PasskeyStore.LASTS.toMillis())
                    .put("excludeCredentials", ids(keys))
                    .put("authenticatorSelection", selection())
                    .put("attestation", "none");
            return store.keepChallenge(challenge, browser, person.account(), Purpose.REGISTRATION)
                    .map(new Request(challenge, options));
        });
    }

    /** @param browser the secret of the visit's cookie */
    Future<Request> askForUse(AccountId account, String browser) {
        return store.of(account).compose(keys -> {
            String challenge = tokens.next();
            JsonObject options = new JsonObject()
                    .put("challenge", challenge)
                    .put("timeout", PasskeyStore.LASTS.toMillis())
                    .put("rpId", origin.relyingParty())
                    .put("allowCredentials", ids(keys))
                    .put("userVerification", "preferred");
            return store.keepChallenge(challenge, browser, account, Purpose.SIGN_IN)
                    .map(new Request(challenge, options));
        });
    }

    /** The account that this browser was asked about; empty if the challenge was used or has expired. */
    Future<Optional<AccountId>> asked(String challenge, String browser, Purpose purpose) {
        return store.takeChallenge(challenge, browser, purpose);
    }

    /** Adds the passkey that a browser made; false if the answer is not right or the account can have no more. */
    Future<Boolean> add(AccountId account, String challenge, String answer, String name) {
        return json(answer)
                .map(typed -> PasskeyCeremony.registered(vertx, origin, challenge, typed))
                .orElse(Future.succeededFuture(Optional.empty()))
                .compose(made -> made.filter(Passkeys::isSmall)
                        .map(key -> store.add(account, key.getCredID(), key.getPublicKey(), key.getCounter(), name))
                        .orElse(Future.succeededFuture(false)));
    }

    /** Removes a passkey; false if the account has none with this id. */
    Future<Boolean> remove(AccountId account, String id) {
        return store.of(account)
                .compose(keys -> keys.stream().anyMatch(key -> key.id().equals(id))
                        ? store.remove(account, id)
                        : Future.succeededFuture(false));
    }

    /** Verifies the use of one of the account's passkeys, and notes it. */
    Future<Verdict> use(AccountId account, String challenge, String answer) {
        Optional<JsonObject> typed = json(answer);
        return store.of(account)
                .compose(keys -> keys.stream()
                        .filter(Passkey::isGood)
                        .filter(key ->
                                typed.isPresent() && key.id().equals(typed.get().getValue("id")))
                        .findFirst()
                        .map(key -> use(account, key, challenge, typed.orElseThrow()))
                        .orElse(Future.succeededFuture(Verdict.WRONG)));
    }

    private Future<Verdict> use(AccountId account, Passkey key, String challenge, JsonObject answer) {
        return PasskeyCeremony.used(vertx, origin, key, challenge, answer).compose(use -> switch (use) {
            case PasskeyCeremony.Use.Good(long signCount) ->
                store.use(account, key.id(), signCount).map(noted -> noted ? Verdict.GOOD : Verdict.WRONG);
            case PasskeyCeremony.Use.Copied() -> store.refuse(account, key.id()).map(Verdict.COPIED);
            case PasskeyCeremony.Use.Wrong() -> Future.succeededFuture(Verdict.WRONG);
        });
    }

    private static boolean isSmall(Authenticator made) {
        return bytes(made.getCredID()) <= Passkey.ID_BYTES_MAX
                && bytes(made.getPublicKey()) <= Passkey.PUBLIC_KEY_BYTES_MAX
                && made.getCounter() >= 0;
    }

    private static int bytes(String base64Url) {
        return Base64.getUrlDecoder().decode(base64Url).length;
    }

    /** Its id is the account's, which names nobody; the sign-in name is shown by the device. */
    private static JsonObject user(Person person) {
        UUID id = person.account().value();
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return new JsonObject()
                .put("id", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .put("name", person.signInName())
                .put("displayName", person.signInName());
    }

    private static JsonObject selection() {
        return new JsonObject().put("residentKey", "discouraged").put("userVerification", "preferred");
    }

    private static JsonArray algorithms() {
        return new JsonArray(PasskeyCeremony.ALGORITHMS.stream()
                .map(algorithm -> new JsonObject().put("type", "public-key").put("alg", algorithm.coseId()))
                .toList());
    }

    private static JsonArray ids(List<Passkey> keys) {
        return new JsonArray(keys.stream()
                .filter(Passkey::isGood)
                .map(key -> new JsonObject().put("type", "public-key").put("id", key.id()))
                .toList());
    }

    private static Optional<JsonObject> json(String answer) {
        try {
            return Optional.of(new JsonObject(answer));
        } catch (DecodeException noJson) {
            return Optional.empty();
        }
    }
}
