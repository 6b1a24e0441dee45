package lingdian.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a renewed certificate over while the node works: who connects from then on is shown it, who is connected stays.
 *
 * <p>It looks at the files now and then, like the watch over the key ring, whoever renews them and however they get there. A
 * pair that does not fit, such as a certificate whose key is not written yet, is named in the log and not taken.
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
     * Loads what is shown first. Blocks.
     *
     * @param servers all that listen, now or later
     * @param periodMillis between two looks at the files
     * @throws InvalidConfiguration where the files are not right
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

    /** For a server that begins to listen. */
    public HttpServerOptions configure(HttpServerOptions options) {
        return shown.configure(options);
    }

    /** The last moment of what is shown. */
    public Instant endsAt() {
        return shown.endsAt();
    }

    /** Looks at the files now. Never fails: what goes wrong is tried again at the next look. */
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
            LOG.info("The certificate {} is taken over; it ends at {}", chain, read.endsAt());
        });
    }

    private @Nullable Void refused(Throwable cause) {
        say(
                cause instanceof InvalidConfiguration wrong
                        ? String.valueOf(wrong.getMessage())
                        : cause.getClass().getSimpleName());
        return null;
    }

    /** Each thing once, and not at every look. */
    private synchronized void say(String what) {
        if (!what.isEmpty() && !what.equals(said)) {
            LOG.error("The certificate is not taken over, the one before stays in use: {}", what);
        }
        said = what;
    }
}
