package lingdian.node;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import lingdian.platform.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What browsers and security researchers are told about the node: to use TLS only (RFC 6797), to take no answer for
 * another type than it says, and where to report a vulnerability (RFC 9116).
 */
final class SecurityText {
    private static final String PATH = "/.well-known/security.txt";
    private static final String TRANSPORT_SECURITY = "Strict-Transport-Security";
    private static final String A_YEAR = "max-age=31536000";
    /** RFC 9116 recommends less than a year. Each answer has a new date, so the text never expires in use. */
    private static final Duration VALID = Duration.ofDays(90);

    private final @Nullable String contact;
    private final @Nullable String publicUrl;
    private final InstantSource clock;

    SecurityText(Settings settings, InstantSource clock) {
        this.contact = settings.http().securityContact();
        this.publicUrl = settings.signIn().publicUrl();
        this.clock = clock;
    }

    /** Call it before any other route is added. */
    void mountOn(Router router) {
        router.route().handler(SecurityText::guessNoType).handler(this::requireTls);
        if (contact != null) {
            router.get(PATH).handler(this::text);
        }
    }

    /** Otherwise a browser may run a script that somebody hid in a text. */
    private static void guessNoType(RoutingContext routing) {
        routing.response().putHeader("X-Content-Type-Options", "nosniff");
        routing.next();
    }

    /** Browsers ignore the header in an answer that came without TLS. */
    private void requireTls(RoutingContext routing) {
        if (routing.request().isSSL() || (publicUrl != null && publicUrl.startsWith("https://"))) {
            routing.response().putHeader(TRANSPORT_SECURITY, A_YEAR);
        }
        routing.next();
    }

    private void text(RoutingContext routing) {
        String canonical = publicUrl == null ? "" : "Canonical: " + publicUrl + PATH + "\n";
        routing.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end("Contact: " + contact + "\nExpires: "
                        + clock.instant().plus(VALID).truncatedTo(ChronoUnit.SECONDS)
                        + "\nPreferred-Languages: zh, en\n" + canonical);
    }
}
