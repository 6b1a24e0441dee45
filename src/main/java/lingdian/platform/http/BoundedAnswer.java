package lingdian.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Reads another server's response within limits on its time and size. */
public final class BoundedAnswer {
    private BoundedAnswer() {}

    /** Far more than the heads of an answer have; those before the final one are counted, too. */
    private static final int OTHER_BYTES_MAX = 64 * 1024;

    /** The worst that honest chunks do: six bytes for each one of the body. */
    private static final int BYTES_OF_A_BODYS_BYTE = 8;

    /** Servers send one, or two. */
    private static final int INTERIM_ANSWERS_MAX = 8;

    /**
     * What an exchange gives, begun on this request; after so long, or after too much before or beside the body, the
     * request is reset, which fails it.
     *
     * @param most bytes of the answer's body
     */
    public static <T> Future<T> within(
            Vertx vertx,
            long millis,
            int most,
            HttpClientRequest request,
            Function<HttpClientRequest, Future<T>> exchange) {
        request.connection().exceptionHandler(broken -> {}); // it fails the request; otherwise it is logged as an error
        AnswerBytes.allow(request.connection(), OTHER_BYTES_MAX + (long) BYTES_OF_A_BODYS_BYTE * most);
        var interim = new AtomicInteger();
        request.continueHandler(one -> count(interim, request));
        request.earlyHintsHandler(hints -> count(interim, request));
        long deadline = vertx.setTimer(millis, late -> request.reset());
        return exchange.apply(request).onComplete(done -> vertx.cancelTimer(deadline));
    }

    private static void count(AtomicInteger interim, HttpClientRequest request) {
        if (interim.incrementAndGet() > INTERIM_ANSWERS_MAX) {
            request.reset();
        }
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
