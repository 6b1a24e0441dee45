package lingdian.access.signin;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where passkeys are valid: the service's configured origin, and its host's name as the relying party.
 *
 * <p>Never taken from a request, whose host a caller chooses. Browsers have passkeys only on pages that are protected by
 * TLS or of the machine itself, and only for names, not for addresses (Web Authentication Level 3, 5.1.2).
 */
record PasskeyOrigin(String origin, String relyingParty) {
    private static final Pattern ADDRESS = Pattern.compile("\\[.*|[0-9.]+");
    private static final String THIS_MACHINE = "localhost";

    /** Empty if passkeys are impossible at this address. */
    static Optional<PasskeyOrigin> of(@Nullable String publicUrl) {
        if (publicUrl == null) {
            return Optional.empty();
        }
        String origin = publicUrl.toLowerCase(Locale.ROOT);
        return host(origin)
                .filter(host -> !ADDRESS.matcher(host).matches())
                .filter(host -> origin.startsWith("https://") || host.equals(THIS_MACHINE))
                .map(host -> new PasskeyOrigin(origin, host));
    }

    private static Optional<String> host(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getHost());
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
