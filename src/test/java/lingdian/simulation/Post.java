package lingdian.simulation;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** One request of a café to a node, and its answer. */
final class Post {
    /** The receiver of the answer. */
    interface Told {
        void answer(int status, String json);
    }

    private final Program service;
    private final MultiMap headers;
    private final String body;
    private final Told told;
    private @Nullable Handler<Buffer> more;
    private @Nullable Handler<@Nullable Void> end;
    private boolean sent;
    private boolean ended;
    private int status = 200;

    Post(Program service, MultiMap headers, String body, Told told) {
        this.service = service;
        this.headers = headers;
        this.body = body;
        this.told = told;
    }

    RoutingContext routing() {
        HttpServerResponse response = Program.proxy(HttpServerResponse.class, this::response);
        HttpServerRequest request = Program.proxy(
                HttpServerRequest.class, (proxy, method, arguments) -> request(proxy, method, arguments, response));
        return Program.proxy(RoutingContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "request" -> request;
            case "response" -> response;
            case "vertx" -> service.vertx();
            case "put" -> proxy;
            default -> throw new UnsupportedOperationException("RoutingContext." + method.getName());
        });
    }

    private @Nullable Object request(
            Object proxy, Method method, Object @Nullable [] arguments, HttpServerResponse response) {
        Object[] given = arguments == null ? new Object[0] : arguments;
        return switch (method.getName()) {
            case "getHeader" -> headers.get(String.valueOf(given[0]));
            case "headers" -> headers;
            case "method" -> HttpMethod.POST;
            case "response" -> response;
            case "isEnded" -> sent;
            case "handler" -> {
                more = Program.handler(given[0]);
                yield proxy;
            }
            case "endHandler" -> {
                end = Program.handler(given[0]);
                yield proxy;
            }
            case "resume" -> {
                service.loop().later(0, this::flow);
                yield proxy;
            }
            case "pause", "exceptionHandler" -> proxy;
            default -> throw new UnsupportedOperationException("HttpServerRequest." + method.getName());
        };
    }

    private void flow() {
        if (!sent) {
            sent = true;
            Program.present(more).handle(Buffer.buffer(body));
            Program.present(end).handle(null);
        }
    }

    private @Nullable Object response(Object proxy, Method method, Object @Nullable [] arguments) {
        Object[] given = arguments == null ? new Object[0] : arguments;
        return switch (method.getName()) {
            case "closed", "headWritten" -> ended;
            case "putHeader" -> proxy;
            case "setStatusCode" -> {
                status = (Integer) given[0];
                yield proxy;
            }
            case "end" -> {
                ended = true;
                told.answer(status, String.valueOf(given[0]));
                yield Future.succeededFuture();
            }
            default -> throw new UnsupportedOperationException("HttpServerResponse." + method.getName());
        };
    }
}
