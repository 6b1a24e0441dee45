package lingdian.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/** Reads another server's response up to a size limit. */
public final class BoundedAnswer {
    private BoundedAnswer() {}

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
