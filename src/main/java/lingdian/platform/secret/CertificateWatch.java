package lingdian.platform.secret;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads a renewed certificate while the node works: new connections get it, existing ones stay.
 *
 * <p>It polls the files, like the watch over the key ring, so it does not matter how they are replaced. A pair that
 * does not match, such as a certificate whose key is not written yet, is logged and not used.
 */
public final class CertificateWatch implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Vertx vertx;
    private final Path chain;
    private final Path key;
    private final Collection<HttpServer> servers;
    private final long periodMillis;
    private volatile Certificate shown;
    private final Periodic looks;
    private String said = "";

    /**
     * Loads the first certificate. Blocks.
     *
     * @param servers all servers to renew, including those added later
     * @param periodMillis between two checks of the files
     * @throws InvalidConfiguration if the files are invalid
     */
    public CertificateWatch(Vertx vertx, Path chain, Path key, Collection<HttpServer> servers, long periodMillis) {
        this.vertx = vertx;
        this.chain = chain;
        this.key = key;
        this.servers = servers;
        this.periodMillis = periodMillis;
        this.shown = Certificate.load(vertx, chain, key);
        this.looks = new Periodic(vertx, "the certificate", this::lookOnce);
    }

    @Override
    public void start() {
        looks.start(periodMillis);
    }

    @Override
    public void stop() {
        looks.stop();
    }

    /** Configures a new server. */
    public HttpServerOptions configure(HttpServerOptions options) {
        return shown.configure(options);
    }

    /** The end of validity of the certificate in use. */
    public Instant endsAt() {
        return shown.endsAt();
    }

    /** Checks the files now. Never fails: errors are retried by the next check. */
    @Override
    public Future<Void> runNow() {
        return looks.now();
    }

    private Future<Void> lookOnce() {
        return vertx.executeBlocking(() -> Certificate.load(vertx, chain, key))
                .compose(read -> take(Objects.requireNonNull(read)))
                .otherwise(this::refused);
    }

    private Future<Void> take(Certificate read) {
        if (read.isSame(shown)) {
            say("");
            return Future.succeededFuture();
        }
        var updates = servers.stream()
                .map(server -> server.updateSSLOptions(read.renewed(), true))
                .toList();
        return Future.join(updates).<Void>mapEmpty().onSuccess(done -> {
            shown = read;
            say("");
            LOG.info("Certificate {} reloaded; it expires at {}", chain, read.endsAt());
        });
    }

    private @Nullable Void refused(Throwable cause) {
        say(
                cause instanceof InvalidConfiguration wrong
                        ? String.valueOf(wrong.getMessage())
                        : cause.getClass().getSimpleName());
        return null;
    }

    /** Logs each message once, and not at every check. */
    private synchronized void say(String what) {
        if (!what.isEmpty() && !what.equals(said)) {
            LOG.error("The certificate was not reloaded, the previous one stays in use: {}", what);
        }
        said = what;
    }
}
