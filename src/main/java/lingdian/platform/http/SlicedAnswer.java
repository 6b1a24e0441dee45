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

    private final RoutingContext routing;
    private final HttpServerResponse response;
    private final Buffer body;
    private final ReadingPace pace;
    private final Promise<Void> over = Promise.promise();
    private int at;
    private long timer;

    private SlicedAnswer(RoutingContext routing, Buffer body, ReadingPace pace) {
        this.routing = routing;
        this.response = routing.response();
        this.body = body;
        this.pace = pace;
    }

    /**
     * Ends the response, whose status and headers are set, with a body. Completes once the body no longer needs to be
     * held; never fails. A client that reads too slowly is cut off, as soon as it is a minute behind the slowest pace.
     */
    public static Future<Void> end(RoutingContext routing, Buffer body) {
        return end(routing, body, PATIENCE_MILLIS);
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
        return new SlicedAnswer(routing, body, new ReadingPace(patienceMillis, nowMillis())).send();
    }

    private Future<Void> send() {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        response.closeHandler(left -> over.tryComplete());
        response.exceptionHandler(left -> over.tryComplete());
        watch(pace.millisLeft(nowMillis()));
        next();
        return over.future().onComplete(done -> routing.vertx().cancelTimer(timer));
    }

    /** Looks again when the client is too late if it reads nothing until then. */
    private void watch(long millis) {
        timer = routing.vertx().setTimer(millis, now -> {
            long left = pace.millisLeft(nowMillis());
            if (left > 0) {
                watch(left);
            } else {
                ConnectionAbort.abort(routing.request());
            }
        });
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void next() {
        while (!over.future().isComplete()) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> next());
                return;
            }
            int end = Math.min(at + SLICE_BYTES, body.length());
            Buffer slice = body.slice(at, end);
            pace.read(end - at, nowMillis());
            at = end;
            if (end == body.length()) {
                response.end(slice).onComplete(sent -> over.tryComplete());
                return;
            }
            response.write(slice);
        }
    }
}
