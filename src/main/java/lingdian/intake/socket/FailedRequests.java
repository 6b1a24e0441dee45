package lingdian.intake.socket;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import lingdian.platform.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request that failed, also while its body is still arriving. */
final class FailedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(FailedRequests.class);
    private static final int DISCARD_MILLIS = 10_000;
    private static final String RETRY_SECONDS = "2";

    private FailedRequests() {}

    static void answer(RoutingContext routing, Throwable failure, AgentMeters meters) {
        Problem problem = failure instanceof Problem.Thrown thrown ? thrown.problem() : bug(failure);
        meters.refused(problem.status());
        HttpServerResponse response = routing.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        switch (problem.status()) {
            case 401 -> response.putHeader("www-authenticate", "Bearer");
            case 426 ->
                response.putHeader("upgrade", "websocket")
                        .putHeader("connection", "upgrade")
                        .putHeader("sec-websocket-version", AgentUpgrade.VERSION);
            case 429, 503 -> response.putHeader("retry-after", RETRY_SECONDS);
            default -> {}
        }
        boolean more = !routing.request().isEnded();
        if (more && routing.request().headers().contains("expect")) {
            response.putHeader("connection", "close"); // the client may send its body or leave it out
        }
        problem.send(routing);
        if (more) {
            discard(routing);
        }
    }

    private static Problem bug(Throwable failure) {
        LOG.error("A request of an agent failed", failure);
        return Problem.of(500, "internal error");
    }

    /**
     * Reads the rest for a moment. To close at once would reset the connection, and could lose the answer on its way.
     */
    private static void discard(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        long deadline = routing.vertx()
                .setTimer(DISCARD_MILLIS, id -> request.connection().close());
        request.handler(bytes -> {});
        request.endHandler(end -> routing.vertx().cancelTimer(deadline));
        request.exceptionHandler(broken -> routing.vertx().cancelTimer(deadline));
        request.resume();
    }
}
