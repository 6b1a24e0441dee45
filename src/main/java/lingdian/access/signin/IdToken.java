package lingdian.access.signin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that an ID token with a valid signature must meet before a person is signed in by it (OpenID Connect
 * Core, 3.1.3.7).
 *
 * <p>The library checks some of them and accepts a token that lacks a claim; here a missing claim is an error.
 */
record IdToken(JsonObject claims) {
    private static final long CLOCK_SECONDS = 60; // the tolerated difference of the provider's clock
    private static final int SUBJECT_CHARACTERS = 255;

    /** The values of the service's request. */
    record Request(String issuer, String clientId, String nonce, Instant now) {}

    /** A code for what is wrong; empty if the token may be trusted. */
    Optional<String> fault(Request asked) {
        if (!asked.issuer().equals(text("iss"))) {
            return Optional.of("issuer");
        }
        if (!isFor(asked.clientId())) {
            return Optional.of("audience");
        }
        if (!isInTime(asked.now())) {
            return Optional.of("time");
        }
        if (!isOf(asked.nonce())) {
            return Optional.of("nonce");
        }
        return subject().isEmpty() ? Optional.of("subject") : Optional.empty();
    }

    /** The subject; empty if the token names none. */
    Optional<String> subject() {
        return Optional.ofNullable(text("sub"))
                .filter(subject -> !subject.isBlank() && subject.length() <= SUBJECT_CHARACTERS);
    }

    /** With several audiences, one must be this client, and the token must be issued for it. */
    private boolean isFor(String clientId) {
        List<?> audience = claims.getValue("aud") instanceof JsonArray several
                ? several.getList()
                : List.of(String.valueOf(claims.getValue("aud")));
        String party = text("azp");
        return audience.contains(clientId) && (party == null ? audience.size() == 1 : party.equals(clientId));
    }

    private boolean isInTime(Instant now) {
        long second = now.getEpochSecond();
        return number("exp") > second - CLOCK_SECONDS
                && number("iat") != Long.MIN_VALUE
                && number("iat") <= second + CLOCK_SECONDS
                && (!claims.containsKey("nbf") || number("nbf") <= second + CLOCK_SECONDS);
    }

    private boolean isOf(String nonce) {
        String shown = text("nonce");
        return shown != null
                && MessageDigest.isEqual(
                        nonce.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private long number(String claim) {
        return claims.getValue(claim) instanceof Number number ? number.longValue() : Long.MIN_VALUE;
    }

    private @Nullable String text(String claim) {
        return claims.getValue(claim) instanceof String text ? text : null;
    }

    @Override
    public String toString() {
        return "IdToken"; // it names a person
    }
}
