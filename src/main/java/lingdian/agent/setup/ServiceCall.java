package lingdian.agent.setup;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import lingdian.agent.link.AgentEndpoint;

/** One blocking call of the service, and why it could not be made. For commands, which have no event loop. */
final class ServiceCall {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Why there is no answer. */
    enum Failure {
        NAME_UNKNOWN,
        NOT_CONNECTED,
        TOO_SLOW,
        CERTIFICATE_NOT_VALID_NOW,
        CERTIFICATE_REFUSED,
        CUT_OFF
    }

    /** There is no answer. */
    static final class UnansweredException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Failure failure;

        UnansweredException(Failure failure) {
            super(failure.name());
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }

    private ServiceCall() {}

    static HttpRequest.Builder to(URI server, String path) {
        URI target = server.resolve(AgentEndpoint.path(server, path));
        return HttpRequest.newBuilder(target).timeout(TIMEOUT);
    }

    static HttpResponse<String> send(HttpRequest request) throws UnansweredException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UnansweredException(failure(failed));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnansweredException(Failure.CUT_OFF);
        }
    }

    static Failure failure(IOException failed) {
        if (caused(failed, CertificateNotYetValidException.class)
                || caused(failed, CertificateExpiredException.class)) {
            return Failure.CERTIFICATE_NOT_VALID_NOW;
        }
        if (failed instanceof SSLException) {
            return Failure.CERTIFICATE_REFUSED;
        }
        if (failed instanceof HttpTimeoutException) {
            return Failure.TOO_SLOW;
        }
        if (caused(failed, UnresolvedAddressException.class)) {
            return Failure.NAME_UNKNOWN;
        }
        return failed instanceof ConnectException ? Failure.NOT_CONNECTED : Failure.CUT_OFF;
    }

    private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
        return Optional.ofNullable(failure.getCause())
                .map(cause -> type.isInstance(cause) || caused(cause, type))
                .orElse(false);
    }
}
