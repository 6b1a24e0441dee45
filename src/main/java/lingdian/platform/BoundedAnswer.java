package lingdian.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/** What somebody else's server answers, of which no more is read than is allowed. */
public final class BoundedAnswer {
    private BoundedAnswer() {}

    /** The whole body; fails, and resets the request, where it is longer than {@code most} bytes, or breaks off. */
    public static Future<Buffer> body(HttpClientRequest request, HttpClientResponse response, int most) {
        var whole = Promise.<Buffer>promise();
        var body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail); // a reset of our own, too
        response.handler(piece -> {
            if (body.length() + piece.length() > most) {
                request.reset();
                whole.tryFail("too long an answer");
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }
}
