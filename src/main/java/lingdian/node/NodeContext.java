package lingdian.node;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import lingdian.platform.database.PoolUse;
import lingdian.platform.database.WritableHost;
import lingdian.platform.http.GuardedTransport;
import lingdian.platform.http.QuietRequests;
import lingdian.platform.settings.Settings;
import lingdian.platform.settings.TraceSettings;
import org.jspecify.annotations.Nullable;

/** What the modules of a node share: its options and settings, event loops, meters and source of randomness. */
final class NodeContext implements NodeModule {
    /**
     * PostgreSQL needs as much processor time as this program, so half of the processors are left to it. More loops
     * would only wake each other: a message of one loop's connection is judged on another and answered on the first.
     */
    private static final int EVENT_LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    final Service.Options options;
    final Settings settings;
    final PoolUse poolUse = new PoolUse();
    /** Null: no collector is configured. */
    final @Nullable Traces traces;

    final GuardedTransport transport = new GuardedTransport();
    final Vertx vertx;
    final WritableHost database;
    /** Which node of the service this is, from this start on. */
    final UUID id = UUID.randomUUID();

    final Meters meters = new Meters();
    final ServiceMeters reports;
    final SecureRandom random = new SecureRandom();

    NodeContext(Service.Options options) {
        QuietRequests.install();
        this.options = options;
        this.settings = options.config().settings();
        Build build = Build.ofThisProgram();
        TraceSettings traced = settings.http().traces();
        this.traces = traced.endpoint() == null ? null : Traces.to(traced, build);
        this.vertx = vertx(poolUse, traces, transport);
        this.database = WritableHost.of(vertx, options.database());
        this.reports = new ServiceMeters(meters, options.clock());
        meters.built(build.version(), build.revision(), build.java());
    }

    private static Vertx vertx(PoolUse poolUse, @Nullable Traces traces, GuardedTransport transport) {
        VertxBuilder vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS))
                .withTransport(transport)
                .withMetrics(vertxOptions -> poolUse);
        return (traces == null ? vertx : traces.on(vertx)).build();
    }

    InstantSource clock() {
        return options.clock();
    }

    @Override
    public Future<Void> start() {
        return vertx.deployVerticle(() -> new EventLoopDelay(meters), new DeploymentOptions().setInstances(EVENT_LOOPS))
                .mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        return vertx.close();
    }

    @Override
    public void release() {
        if (traces != null) {
            traces.close();
        }
        meters.close();
    }
}
