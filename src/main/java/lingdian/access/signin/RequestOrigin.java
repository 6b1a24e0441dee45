package lingdian.access.signin;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import lingdian.platform.http.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request was made by a page of ours, by the browser's headers {@code Sec-Fetch-Site} and {@code Origin}.
 *
 * <p>A page of another site cannot change either header. A change that comes with neither is refused.
 */
final class RequestOrigin {
    private final @Nullable String publicUrl;
    private final boolean forwardedAddresses;

    RequestOrigin(@Nullable String publicUrl, boolean forwardedAddresses) {
        this.publicUrl = publicUrl == null ? null : publicUrl.toLowerCase(Locale.ROOT);
        this.forwardedAddresses = forwardedAddresses;
    }

    boolean isOwn(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        boolean says = site != null || origin != null;
        return says
                && (site == null || site.equals("same-origin"))
                && (origin == null || origin.toLowerCase(Locale.ROOT).equals(own(request)));
    }

    /** Whether the browser's side of the connection is encrypted. */
    boolean isSecure(HttpServerRequest request) {
        return request.isSSL() || (publicUrl != null && publicUrl.startsWith("https://"));
    }

    /** The address of the client, as far as it can be known. */
    ClientAddress address(HttpServerRequest request) {
        return ClientAddress.of(request, forwardedAddresses);
    }

    /** The service's own origin: the configured one, else the one that the browser connected to. */
    private String own(HttpServerRequest request) {
        if (publicUrl != null) {
            return publicUrl;
        }
        HostAndPort authority = request.authority();
        return (request.isSSL() ? "https://" : "http://")
                + String.valueOf(authority).toLowerCase(Locale.ROOT);
    }
}
