package lingdian.node;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import lingdian.console.Console;
import lingdian.intake.socket.AgentApi;
import lingdian.platform.http.BodyDeadline;
import lingdian.platform.http.ConnectionGuard;
import lingdian.platform.http.RequestFraming;
import lingdian.platform.secret.CertificateWatch;
import lingdian.platform.settings.ListenAddress;
import lingdian.platform.settings.Settings;
import lingdian.platform.work.SystemClock;
import org.jspecify.annotations.Nullable;

/** The servers on the node's single port: one for each event loop, each with all routes. */
final class HttpServers implements NodeModule {
    private static final long CERTIFICATE_LOOK_MILLIS = 5_000;
    /** A negative port makes Vert.x choose a free one, which the instances of one deployment share. */
    private static final int SHARED_FREE_PORT = -1;

    private final NodeContext node;
    private final AgentApi agents;
    private final OfficeModule office;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final ConnectionGuard guard;
    private final @Nullable CertificateWatch certificate;

    HttpServers(NodeContext node, AgentApi agents, OfficeModule office) {
        this.node = node;
        this.agents = agents;
        this.office = office;
        guard = new ConnectionGuard(
                node.vertx, node.settings.http().connections(), () -> node.meters.limitReached("connections"));
        node.transport.ask(guard::takes);
        certificate = certificate(node.settings.http().tls());
        node.meters.watchCertificate(() ->
                certificate().map(shown -> Duration.between(SystemClock.MICROSECONDS.instant(), shown.endsAt())));
    }

    private @Nullable CertificateWatch certificate(Settings.Tls tls) {
        if (tls.certificate() == null || tls.privateKey() == null) {
            return null;
        }
        return new CertificateWatch(node.vertx, tls.certificate(), tls.privateKey(), servers, CERTIFICATE_LOOK_MILLIS);
    }

    /** The watched certificate; empty if the node serves without TLS. */
    Optional<CertificateWatch> certificate() {
        return Optional.ofNullable(certificate);
    }

    ListenAddress listensOn() {
        return new ListenAddress(
                certificate == null ? "http" : "https",
                node.options.host(),
                servers.getFirst().actualPort());
    }

    @Override
    public Future<Void> start() {
        Router router = Router.router(node.vertx);
        if (node.traces != null) {
            router.route().handler(node.traces.routes());
        }
        new SecurityText(node.settings, node.clock()).mountOn(router);
        router.route().handler(ServiceMeters.limits(node.meters)).handler(ServiceMeters.requests(node.meters));
        agents.mount(router);
        router.route()
                .handler(new BodyDeadline(
                        node.vertx, node.settings.http().connections().bodySeconds()));
        router.route("/api/*").handler(ServiceMeters.refusals(node.meters));
        HttpServerOptions http = http();
        int eventLoops = Runtime.getRuntime().availableProcessors();
        return office.mountOn(router)
                .compose(mounted -> node.vertx.deployVerticle(
                        () -> new Listener(router, http), new DeploymentOptions().setInstances(eventLoops)))
                .onSuccess(listening -> guard.start())
                .mapEmpty();
    }

    private HttpServerOptions http() {
        Service.Options options = node.options;
        HttpServerOptions http = AgentApi.configure(new HttpServerOptions()
                .setHost(options.host())
                // An answer of 40 KiB does not always end if the client switches to HTTP/2 with its first request.
                .setHttp2ClearTextEnabled(false)
                .setMaxFormAttributeSize(Console.FIELD_BYTES_MAX)
                .setMaxFormFields(Console.FIELDS_MAX)
                .setPort(options.port() == 0 ? SHARED_FREE_PORT : options.port()));
        return certificate == null ? http : certificate.configure(http);
    }

    private final class Listener extends VerticleBase {
        private final Router router;
        private final HttpServerOptions http;

        Listener(Router router, HttpServerOptions http) {
            this.router = router;
            this.http = http;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer(http)
                    .connectionHandler(guard::connected)
                    .requestHandler(guard.around(RequestFraming.plain(router)))
                    .listen()
                    .onSuccess(servers::add);
        }
    }

    @Override
    public Future<Void> stop() {
        return Future.join(servers.stream().map(HttpServer::close).toList()).mapEmpty();
    }

    @Override
    public void release() {
        guard.stop();
    }
}
