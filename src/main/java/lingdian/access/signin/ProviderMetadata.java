package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWT;
import java.security.SignatureException;
import java.util.Objects;

/**
 * What the identity provider publishes about itself (OpenID Connect Discovery).
 *
 * @param authorization where people sign in
 * @param token where a code is exchanged
 * @param keys that verify its tokens. The library's class is internal: its public ones fetch keys and tokens themselves,
 *     without a limit
 */
record ProviderMetadata(String authorization, String token, JWT keys) {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    /** Fails if the provider does not answer, or publishes no key that can be used. */
    static Future<ProviderMetadata> read(ProviderClient client, String issuer) {
        String site = withoutSlash(issuer);
        return client.get(site + WELL_KNOWN).compose(metadata -> {
            if (!withoutSlash(metadata.getString("issuer", issuer)).equals(site)) {
                return Future.failedFuture("the metadata is another issuer's");
            }
            return client.get(text(metadata, "jwks_uri"))
                    .map(keys -> new ProviderMetadata(
                            text(metadata, "authorization_endpoint"),
                            text(metadata, "token_endpoint"),
                            ProviderKeys.of(keys)));
        });
    }

    /**
     * The claims of a token.
     *
     * @throws SignatureException if its signature is wrong
     * @throws RuntimeException if it is no signed token, or none of these keys signed it
     */
    JsonObject verified(String idToken) throws SignatureException {
        return keys.decode(idToken);
    }

    private static String text(JsonObject metadata, String name) {
        return Objects.requireNonNull(metadata.getString(name), name);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
