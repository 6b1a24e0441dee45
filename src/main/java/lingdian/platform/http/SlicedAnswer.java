package lingdian.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * Sends a long answer no faster than its client reads it.
 *
 * <p>What is handed to a connection at once is copied into memory outside the heap, where it stays until the client has
 * read it. Some clients that read nothing would fill that memory, which every connection of the program needs.
 */
public final class SlicedAnswer {
    /** The longest answer that is handed over at once. */
    public static final int SLICE_BYTES = 64 * 1024;

    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    /** The slowest client that is served: a telephone far from its mast. */
    private static final int BYTES_A_MILLISECOND_MIN = 16;

    private final HttpServerResponse response;
    private final Buffer body;
    private final Promise<Void> over = Promise.promise();
    private int at;

    private SlicedAnswer(HttpServerResponse response, Buffer body) {
        this.response = response;
        this.body = body;
    }

    /**
     * Ends the response, whose status and headers are set, with a body. Completes once the body no longer needs to be
     * held; never fails. A client that reads too slowly is cut off.
     */
    public static Future<Void> end(RoutingContext routing, Buffer body) {
        return end(routing, body, PATIENCE_MILLIS + body.length() / BYTES_A_MILLISECOND_MIN);
    }

    static Future<Void> end(RoutingContext routing, Buffer body, long patienceMillis) {
        HttpServerResponse response = routing.response();
        if (response.closed()) {
            return Future.succeededFuture();
        }
        if (body.length() <= SLICE_BYTES) {
            response.end(body);
            return Future.succeededFuture();
        }
        return new SlicedAnswer(response, body).send(routing, patienceMillis);
    }

    private Future<Void> send(RoutingContext routing, long patienceMillis) {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        response.closeHandler(left -> over.tryComplete());
        response.exceptionHandler(left -> over.tryComplete());
        long timer = routing.vertx().setTimer(patienceMillis, late -> ConnectionAbort.abort(routing.request()));
        next();
        return over.future().onComplete(done -> routing.vertx().cancelTimer(timer));
    }

    private void next() {
        while (!over.future().isComplete()) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> next());
                return;
            }
            int end = Math.min(at + SLICE_BYTES, body.length());
            Buffer slice = body.slice(at, end);
            at = end;
            if (end == body.length()) {
                response.end(slice).onComplete(sent -> over.tryComplete());
                return;
            }
            response.write(slice);
        }
    }
}
