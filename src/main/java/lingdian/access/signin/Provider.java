package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import lingdian.access.signin.ProviderVisitStore.ProviderVisit;
import lingdian.platform.http.Problem;
import lingdian.platform.secret.Tokens;
import lingdian.platform.settings.SignInSettings;
import lingdian.record.accesslog.RefusalLimit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenID Connect provider: authorization code with PKCE, and the claims of a verified ID token.
 *
 * <p>Its metadata is read when first needed, so that the service can start while the provider is down, and read again
 * after a failure.
 */
final class Provider {
    static final String CALLBACK = "/sign-in/provider/callback";

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Vertx vertx;
    private final SignInSettings.Provider settings;
    private final @Nullable String secret;
    private final String callback;
    private final InstantSource clock;
    private final RefusalLimit<String> warnings = new RefusalLimit<>(what -> 1, () -> {}); // the next line counts them
    private @Nullable Future<OAuth2Auth> found;

    /** @param secret of the client; null for a public one */
    Provider(
            Vertx vertx,
            SignInSettings.Provider settings,
            @Nullable String secret,
            String publicUrl,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.secret = secret;
        this.callback = publicUrl + CALLBACK;
        this.clock = clock;
    }

    /** The address to which the browser is redirected. */
    Future<String> address(String state, ProviderVisit visit) {
        return find().map(provider -> provider.authorizeURL(new OAuth2AuthorizationURL()
                        .setRedirectUri(callback)
                        .setScopes(settings.scopes())
                        .setState(state)
                        .setCodeChallenge(challenge(visit.codeVerifier()))
                        .setCodeChallengeMethod("S256")
                        .putAdditionalParameter("redirect_uri", callback)
                        .putAdditionalParameter("code_challenge", challenge(visit.codeVerifier()))
                        .putAdditionalParameter("code_challenge_method", "S256")
                        .putAdditionalParameter("nonce", visit.nonce())))
                .recover(this::away);
    }

    private Future<String> away(Throwable failure) {
        warn(
                "the identity provider's metadata could not be read",
                failure.getClass().getName());
        return Future.failedFuture(Problem.of(503, "The identity provider does not answer. Try again.")
                .thrown());
    }

    /** The claims behind a code; empty if the provider rejects it, or its answer cannot be trusted. */
    Future<Optional<JsonObject>> claims(String code, ProviderVisit visit) {
        return find().compose(provider -> provider.authenticate(new Oauth2Credentials()
                        .setFlow(OAuth2FlowType.AUTH_CODE)
                        .setCode(code)
                        .setRedirectUri(callback)
                        .setCodeVerifier(visit.codeVerifier())))
                .map(user -> trusted(user, visit))
                .otherwise(failure -> refused("code")); // its message may name the person
    }

    private Optional<JsonObject> trusted(User user, ProviderVisit visit) {
        JsonObject signed = user.attributes().getJsonObject("idToken"); // present only if its signature is valid
        if (signed == null) {
            forgetWhereKeysChanged(user);
            return refused("signature");
        }
        var asked = new IdToken.Request(settings.issuer(), settings.clientId(), visit.nonce(), clock.instant());
        return new IdToken(signed).fault(asked).map(this::refused).orElseGet(() -> Optional.of(signed));
    }

    private Optional<JsonObject> refused(String cause) {
        warn("the identity provider's answer was refused", cause);
        return Optional.empty();
    }

    /** Once a minute, because anybody can cause it. */
    private void warn(String what, String cause) {
        warnings.next(what, clock.millis())
                .ifPresent(unwritten -> LOG.warn("{}: {} ({} more before)", what, cause, unwritten));
    }

    /** The provider signs with a key that is newer than its metadata: the next attempt reads the metadata again. */
    private synchronized void forgetWhereKeysChanged(User user) {
        if (user.attributes().containsKey("missing-kid")) {
            found = null;
        }
    }

    private synchronized Future<OAuth2Auth> find() {
        Future<OAuth2Auth> known = found;
        if (known == null || known.failed()) {
            known = OpenIDConnectAuth.discover(vertx, options());
            found = known;
        }
        return known;
    }

    private OAuth2Options options() {
        return new OAuth2Options()
                .setSite(settings.issuer())
                .setClientId(settings.clientId())
                .setClientSecret(secret)
                .setValidateIssuer(true)
                .setHttpClientOptions(new HttpClientOptions()
                        .setConnectTimeout(TIMEOUT_MILLIS)
                        .setReadIdleTimeout(TIMEOUT_MILLIS / 1_000)
                        .setMaxChunkSize(65_536));
    }

    /** RFC 7636, section 4.2. */
    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash(verifier));
    }
}
