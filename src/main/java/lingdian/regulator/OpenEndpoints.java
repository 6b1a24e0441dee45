package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health, meters and the documents of the API: what anyone may read without a login. */
final class OpenEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(OpenEndpoints.class);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Future<Boolean>> ready;
    private final Supplier<String> meters;

    /**
     * @param ready whether the database answers, migrations are done and the intake runs
     * @param meters all meters in Prometheus' text format
     */
    OpenEndpoints(Supplier<Future<Boolean>> ready, Supplier<String> meters) {
        this.ready = ready;
        this.meters = meters;
    }

    void mountOn(Router router) {
        router.get("/health/live").handler(context -> answer(context, true));
        router.get("/health/ready").handler(this::readiness);
        router.get("/metrics").handler(context -> send(context, PROMETHEUS_TEXT, Buffer.buffer(meters.get())));
        mountDocument(router, "openapi.yaml");
        mountDocument(router, "asyncapi.yaml");
    }

    private void readiness(RoutingContext context) {
        ready.get().onSuccess(yes -> answer(context, yes)).onFailure(failure -> {
            LOG.warn("not ready: {}", failure.getClass().getName());
            answer(context, false);
        });
    }

    private static void answer(RoutingContext context, boolean well) {
        context.response().setStatusCode(well ? 200 : 503);
        send(
                context,
                "application/json",
                new JsonObject().put("status", well ? "up" : "down").toBuffer());
    }

    private static void mountDocument(Router router, String name) {
        Buffer document = Documents.read(name);
        router.get("/api/" + name).handler(context -> send(context, "application/yaml", document));
    }

    private static void send(RoutingContext context, String contentType, Buffer body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(body);
    }
}
