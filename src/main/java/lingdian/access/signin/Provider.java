package lingdian.access.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
    /** Keys that the provider withdraws are used no longer than this. */
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    private final ProviderClient client;
    private final SignInSettings.Provider settings;
    private final @Nullable String secret;
    private final String callback;
    private final InstantSource clock;
    private final RefusalLimit<String> warnings = new RefusalLimit<>(what -> 1, () -> {}); // the next line counts them
    private @Nullable Future<ProviderMetadata> found;
    private Instant foundAt = Instant.EPOCH;

    /** @param secret of the client; null for a public one */
    Provider(
            Vertx vertx,
            SignInSettings.Provider settings,
            @Nullable String secret,
            String publicUrl,
            InstantSource clock) {
        this.client = new ProviderClient(vertx);
        this.settings = settings;
        this.secret = secret;
        this.callback = publicUrl + CALLBACK;
        this.clock = clock;
    }

    /** The address to which the browser is redirected. */
    Future<String> address(String state, ProviderVisit visit) {
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", callback);
        query.put("scope", String.join(" ", settings.scopes()));
        query.put("state", state);
        query.put("nonce", visit.nonce());
        query.put("code_challenge", challenge(visit.codeVerifier()));
        query.put("code_challenge_method", "S256");
        return find().map(ProviderMetadata::authorization)
                .map(page -> page + (page.contains("?") ? "&" : "?") + encoded(query))
                .recover(this::away);
    }

    private Future<String> away(Throwable failure) {
        warn(
                "the identity provider's metadata could not be read",
                failure instanceof ProviderKeys.NoneException none
                        ? String.valueOf(none.getMessage())
                        : failure.getClass().getName());
        return Future.failedFuture(Problem.of(503, "The identity provider does not answer. Try again.")
                .thrown());
    }

    /** The claims behind a code; empty if the provider rejects it, or its answer cannot be trusted. */
    Future<Optional<JsonObject>> claims(String code, ProviderVisit visit) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback);
        form.put("code_verifier", visit.codeVerifier());
        if (secret == null) {
            form.put("client_id", settings.clientId());
        }
        return find().compose(metadata -> client.post(metadata.token(), encoded(form), authorization())
                        .map(answer -> trusted(metadata, answer, visit)))
                .otherwise(failure -> refused("code")); // its message may name the person
    }

    private @Nullable String authorization() {
        return secret == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString((settings.clientId() + ":" + secret).getBytes(UTF_8));
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Optional<JsonObject> trusted(ProviderMetadata metadata, JsonObject answer, ProviderVisit visit) {
        JsonObject signed;
        try {
            signed = metadata.verified(answer.getString("id_token"));
        } catch (SignatureException | RuntimeException forgedOrByANewerKey) {
            forget();
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

    /** The provider may have other keys now: the next attempt reads its metadata again. */
    private synchronized void forget() {
        found = null;
    }

    private synchronized Future<ProviderMetadata> find() {
        Future<ProviderMetadata> known = found;
        if (known == null || known.failed() || clock.instant().isAfter(foundAt.plus(KNOWN_FOR))) {
            known = ProviderMetadata.read(client, settings.issuer());
            found = known;
            foundAt = clock.instant();
        }
        return known;
    }

    /** RFC 7636, section 4.2. */
    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.hash(verifier));
    }
}
