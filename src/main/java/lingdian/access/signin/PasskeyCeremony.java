package lingdian.access.signin;

import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.webauthn4j.Attestation;
import io.vertx.ext.auth.webauthn4j.Authenticator;
import io.vertx.ext.auth.webauthn4j.COSEAlgorithm;
import io.vertx.ext.auth.webauthn4j.CredentialStorage;
import io.vertx.ext.auth.webauthn4j.RelyingParty;
import io.vertx.ext.auth.webauthn4j.ResidentKey;
import io.vertx.ext.auth.webauthn4j.UserVerification;
import io.vertx.ext.auth.webauthn4j.WebAuthn4J;
import io.vertx.ext.auth.webauthn4j.WebAuthn4JCredentials;
import io.vertx.ext.auth.webauthn4j.WebAuthn4JOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a browser, verified (Web Authentication Level 3, 7.1 and 7.2).
 *
 * <p>Each has a verifier of its own, which knows only the keys that may answer: the library decides by the answer itself
 * whether it is a registration or a use, so that a use must not find a place to register.
 */
final class PasskeyCeremony implements CredentialStorage {
    /** The algorithms that every device knows; each entry of the list is in the order of preference. */
    static final List<COSEAlgorithm> ALGORITHMS = List.of(COSEAlgorithm.ES256, COSEAlgorithm.RS256);

    private static final String NO_MODEL = "00000000-0000-0000-0000-000000000000"; // which device it is, is not stored

    private final Vertx vertx;
    private final PasskeyOrigin origin;
    private final @Nullable Passkey key;
    private @Nullable Authenticator registered;
    private @Nullable Authenticator used;

    private PasskeyCeremony(Vertx vertx, PasskeyOrigin origin, @Nullable Passkey key) {
        this.vertx = vertx;
        this.origin = origin;
        this.key = key;
    }

    /** How a use ended. */
    sealed interface Use {
        record Good(long signCount) implements Use {}

        /** The signature is right, but the counter is not above that of the last use. */
        record Copied() implements Use {}

        record Wrong() implements Use {}
    }

    /** The passkey that a browser made; empty if its answer is not right. */
    static Future<Optional<Authenticator>> registered(
            Vertx vertx, PasskeyOrigin origin, String challenge, JsonObject answer) {
        var ceremony = new PasskeyCeremony(vertx, origin, null);
        return ceremony.verify(challenge, answer)
                .map(verified -> Optional.ofNullable(ceremony.registered))
                .otherwise(Optional.empty());
    }

    /** @param key the one that the answer names */
    static Future<Use> used(Vertx vertx, PasskeyOrigin origin, Passkey key, String challenge, JsonObject answer) {
        var ceremony = new PasskeyCeremony(vertx, origin, key);
        return ceremony.verify(challenge, answer)
                .map(verified -> ceremony.use())
                .otherwise(failure -> isCopy(failure) ? new Use.Copied() : new Use.Wrong());
    }

    private Use use() {
        return used == null ? new Use.Wrong() : new Use.Good(used.getCounter());
    }

    private Future<Void> verify(String challenge, JsonObject answer) {
        return WebAuthn4J.create(vertx, options())
                .credentialStorage(this)
                .authenticate(new WebAuthn4JCredentials()
                        .setChallenge(challenge)
                        .setOrigin(origin.origin())
                        .setUsername("account")
                        .setWebauthn(answer))
                .mapEmpty();
    }

    private WebAuthn4JOptions options() {
        return new WebAuthn4JOptions()
                .setRelyingParty(new RelyingParty().setId(origin.relyingParty()).setName(Passkeys.SERVICE))
                .setAttestation(Attestation.NONE)
                .setResidentKey(ResidentKey.DISCOURAGED)
                .setUserVerification(UserVerification.PREFERRED)
                .setUserPresenceRequired(true)
                .setPubKeyCredParams(ALGORITHMS);
    }

    private static boolean isCopy(@Nullable Throwable failure) {
        return failure != null && (failure instanceof MaliciousCounterValueException || isCopy(failure.getCause()));
    }

    @Override
    public Future<List<Authenticator>> find(@Nullable String userName, @Nullable String id) {
        return Future.succeededFuture(key == null || !key.id().equals(id) ? List.of() : List.of(authenticator(key)));
    }

    @Override
    public Future<Void> storeCredential(Authenticator made) {
        if (key != null) {
            return Future.failedFuture("a use registers nothing");
        }
        registered = Objects.requireNonNull(made);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> updateCounter(Authenticator counted) {
        used = counted;
        return Future.succeededFuture();
    }

    private static Authenticator authenticator(Passkey key) {
        return new Authenticator()
                .setCredID(key.id())
                .setPublicKey(key.publicKey())
                .setCounter(key.signCount())
                .setAaguid(NO_MODEL);
    }
}
