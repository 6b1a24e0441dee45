package lingdian.intake.socket;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.LongConsumer;
import lingdian.platform.http.Problem;

/** Reads a body of limited size in limited time, and never holds more than the limit. */
final class RequestBody {
    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final int bytesMax;
    private final Buffer body = Buffer.buffer();
    private final Promise<Buffer> whole = Promise.promise();

    /** On the request's event loop. The request is paused until it is read. */
    RequestBody(Vertx vertx, HttpServerRequest request, int bytesMax) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.bytesMax = bytesMax;
    }

    /**
     * Fails with 413 where it is larger, with 408 where it takes longer. The request is paused, and resumed by this.
     */
    static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int bytesMax, int millisMax) {
        return new RequestBody(vertx, request, bytesMax).read(millisMax, length -> {});
    }

    /**
     * The same for this body.
     *
     * @param growth gets the length of the body as it becomes known, the declared one before anything is read; may refuse
     *     it with a {@link Problem.Thrown}
     */
    Future<Buffer> read(int millisMax, LongConsumer growth) {
        try {
            grow(declared(request), growth);
        } catch (Problem.Thrown refused) {
            return Future.failedFuture(refused);
        }
        long deadline = vertx.setTimer(millisMax, id -> late());
        return begin(growth).onComplete(done -> vertx.cancelTimer(deadline));
    }

    /** Reads no more of it, unless it has arrived whole by then. Any thread. */
    void end(Problem.Thrown why) {
        context.runOnContext(nothing -> whole.tryFail(why));
    }

    private Future<Buffer> begin(LongConsumer growth) {
        request.handler(bytes -> more(bytes, growth));
        request.endHandler(end -> whole.tryComplete(body));
        request.exceptionHandler(
                broken -> whole.tryFail(Problem.of(400, "the body broke off").thrown()));
        if (request.headers().contains("expect", "100-continue", true)) {
            request.response().writeContinue();
            request.headers().remove("expect"); // answered: the body follows
        }
        request.resume();
        return whole.future();
    }

    private void more(Buffer bytes, LongConsumer growth) {
        if (whole.future().isComplete()) {
            return;
        }
        try {
            grow((long) body.length() + bytes.length(), growth);
            body.appendBuffer(bytes);
        } catch (Problem.Thrown refused) {
            whole.tryFail(refused);
        }
    }

    private void grow(long length, LongConsumer growth) {
        if (length > bytesMax) {
            throw Problem.of(413, "expected at most " + bytesMax + " bytes")
                    .reaching("body")
                    .thrown();
        }
        growth.accept(length);
    }

    private void late() {
        whole.tryFail(Problem.of(408, "the body did not arrive in time")
                .reaching("slow-body")
                .thrown());
    }

    private static long declared(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException refusedByTheServerBefore) {
            return 0;
        }
    }
}
