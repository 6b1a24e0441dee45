package lingdian.access.signin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWK;
import io.vertx.ext.auth.impl.jose.JWT;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that an identity provider publishes (RFC 7517). Tokens are verified on the event loop, where a key of 16,384
 * bits takes 25 ms, so keys that are longer than any in use are left out. Of elliptic curves the library knows the
 * usual ones only.
 */
final class ProviderKeys {
    /** Each may be tried with one token. Providers publish two or three, the largest a dozen. */
    private static final int KEYS_MAX = 20;

    private static final int MODULUS_BITS_MAX = 8_192;
    /** Nearly all keys have 65537. */
    private static final int EXPONENT_BITS_MAX = 64;

    private ProviderKeys() {}

    /** No key can be used; its message says why, without anything that the provider wrote. */
    static final class NoneException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private NoneException(List<String> tooLong) {
            super(Stream.concat(Stream.of("the provider publishes no key that can be used"), tooLong.stream())
                    .collect(Collectors.joining(", not ")));
        }
    }

    /**
     * Those that can be used. Tokens that are signed with another one are refused.
     *
     * @throws NoneException if there is none
     */
    static JWT of(JsonObject published) {
        var keys = new JWT();
        var faults = new ArrayList<String>();
        published.getJsonArray("keys", new JsonArray()).stream()
                .limit(KEYS_MAX)
                .filter(JsonObject.class::isInstance)
                .forEach(key -> add(keys, (JsonObject) key, faults));
        if (keys.isUnsecure()) { // it would take tokens that are not signed
            throw new NoneException(faults);
        }
        return keys;
    }

    private static void add(JWT keys, JsonObject key, List<String> faults) {
        try {
            if (!key.getString("kty").startsWith("RSA")) {
                keys.addJWK(new JWK(key));
            } else if (bits(key, "n") > MODULUS_BITS_MAX || bits(key, "e") > EXPONENT_BITS_MAX) {
                faults.add("an RSA key of " + bits(key, "n") + " bits with an exponent of " + bits(key, "e"));
            } else {
                JsonObject plain = key.copy();
                plain.remove("x5c"); // otherwise its certificates are verified, and their key is used
                keys.addJWK(new JWK(plain));
            }
        } catch (RuntimeException unknownKind) {
            // tokens that are signed with it are refused
        }
    }

    private static int bits(JsonObject key, String number) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.getString(number))).bitLength();
    }
}
