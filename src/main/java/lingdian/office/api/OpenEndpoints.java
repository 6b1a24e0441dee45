package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.util.function.Supplier;
import lingdian.access.account.Access;
import lingdian.office.file.FileName;
import lingdian.platform.http.SlicedAnswer;
import lingdian.platform.secret.Tokens;
import lingdian.record.evidence.VerifyPage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health, meters, the documents of the API and the page that checks evidence bundles, which need no login. */
public final class OpenEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(OpenEndpoints.class);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static final JsonObject UP = new JsonObject().put("status", "up");
    private static final JsonObject DOWN = new JsonObject().put("status", "down");

    private final Supplier<Future<JsonObject>> health;
    private final Supplier<String> meters;
    private final byte @Nullable [] metersToken;

    /**
     * @param health the node's health; its {@code status} is {@code up} or {@code down}
     * @param meters all meters in Prometheus' text format
     * @param metersToken the bearer token that they need; null: none
     */
    public OpenEndpoints(Supplier<Future<JsonObject>> health, Supplier<String> meters, @Nullable String metersToken) {
        this.health = health;
        this.meters = meters;
        this.metersToken = metersToken == null || metersToken.isBlank() ? null : Tokens.hash(metersToken.strip());
    }

    public void mountOn(Router router) {
        router.get("/health/live").handler(context -> answer(context, UP));
        router.get("/health/ready").handler(this::readiness);
        router.get("/metrics").handler(this::meters);
        mountDocument(router, "openapi.yaml");
        mountDocument(router, "asyncapi.yaml");
        mountVerifyPage(router);
    }

    private void meters(RoutingContext context) {
        byte[] needed = metersToken;
        if (needed == null || hasToken(context.request(), needed)) {
            send(context, PROMETHEUS_TEXT, Buffer.buffer(meters.get()));
        } else {
            context.response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", "Bearer")
                    .end();
        }
    }

    private static boolean hasToken(HttpServerRequest request, byte[] hash) {
        return Access.token(request)
                .filter(token -> MessageDigest.isEqual(hash, Tokens.hash(token)))
                .isPresent();
    }

    private void readiness(RoutingContext context) {
        health.get().onSuccess(said -> answer(context, said)).onFailure(failure -> {
            LOG.warn("not ready: {}", failure.getClass().getName());
            answer(context, DOWN);
        });
    }

    private static void answer(RoutingContext context, JsonObject health) {
        context.response().setStatusCode(health.getString("status").equals("up") ? 200 : 503);
        send(context, "application/json", health.toBuffer());
    }

    private static void mountDocument(Router router, String name) {
        Buffer document = Documents.read(name);
        router.get("/api/" + name).handler(context -> send(context, "application/yaml", document));
    }

    /** A file to keep: its script must not run as one of the service's own pages. */
    private static void mountVerifyPage(Router router) {
        Buffer page = Buffer.buffer(VerifyPage.html());
        router.get("/" + VerifyPage.NAME).handler(context -> {
            context.response()
                    .putHeader("Content-Disposition", FileName.attachment(VerifyPage.NAME))
                    .putHeader("Content-Security-Policy", "sandbox; default-src 'none'");
            send(context, "text/html; charset=utf-8", page);
        });
    }

    private static void send(RoutingContext context, String contentType, Buffer body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        SlicedAnswer.end(context, body);
    }
}
