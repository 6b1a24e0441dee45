package lingdian.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Answers 408 to a request whose body does not arrive in time, and closes its connection. Bytes that trickle in do not
 * extend the time.
 *
 * <p>Mounted once, before every handler that reads a body; so no route can forget it.
 */
public final class BodyDeadline implements Handler<RoutingContext> {
    private static final String LIFTED = BodyDeadline.class.getName();

    private final Vertx vertx;
    private final long millis;

    public BodyDeadline(Vertx vertx, int seconds) {
        this.vertx = vertx;
        this.millis = TimeUnit.SECONDS.toMillis(seconds);
    }

    /** Exempts a request whose handler has a deadline of its own, as a long body that is read line by line needs. */
    public static void lift(RoutingContext context) {
        context.put(LIFTED, true);
    }

    @Override
    public void handle(RoutingContext context) {
        if (hasBody(context.request())) {
            long timer = vertx.setTimer(millis, late -> end(context));
            context.addEndHandler(ended -> vertx.cancelTimer(timer));
        }
        context.next();
    }

    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || !Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_LENGTH), "0")
                        .equals("0");
    }

    private static void end(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded() || context.response().headWritten() || context.get(LIFTED) != null) {
            return;
        }
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(ended -> request.connection().close());
        context.fail(Problem.of(408, "The body did not arrive in time.")
                .reaching("slow-body")
                .thrown());
    }
}
