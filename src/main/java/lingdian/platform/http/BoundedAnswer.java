package lingdian.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Function;

/** Reads another server's response within limits on its time and size. */
public final class BoundedAnswer {
    private BoundedAnswer() {}

    /** What an exchange gives, begun on this request; after so long the request is reset, which fails it. */
    public static <T> Future<T> within(
            Vertx vertx, long millis, HttpClientRequest request, Function<HttpClientRequest, Future<T>> exchange) {
        long deadline = vertx.setTimer(millis, late -> request.reset());
        return exchange.apply(request).onComplete(done -> vertx.cancelTimer(deadline));
    }

    /** The whole body of a response 200; fails likewise if it is another one. */
    public static Future<Buffer> ofSuccess(HttpClientRequest request, HttpClientResponse response, int most) {
        if (response.statusCode() != 200) {
            response.exceptionHandler(reset -> {}); // our own
            request.reset();
            return Future.failedFuture("status " + response.statusCode());
        }
        return body(request, response, most);
    }

    /** The whole body; fails, and resets the request, if it is longer than {@code most} bytes or ends early. */
    public static Future<Buffer> body(HttpClientRequest request, HttpClientResponse response, int most) {
        var whole = Promise.<Buffer>promise();
        var body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail); // including this side's reset
        response.handler(piece -> {
            if (body.length() + piece.length() > most) {
                request.reset();
                whole.tryFail("the answer is too long");
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }
}
