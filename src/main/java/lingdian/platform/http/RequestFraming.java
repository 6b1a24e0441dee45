package lingdian.platform.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Refuses requests whose end, host or path a proxy may see elsewhere: the rest would become part of the next client's request
 * (request smuggling, RFC 9112, 11.2), or the proxy would let pass what it is to keep from strangers. Only
 * {@code Transfer-Encoding: chunked} in exactly this spelling is taken, one {@code Host} (RFC 9112, 3.2), and no fragment, at which
 * nginx ends the path.
 *
 * <p>Netty refuses a Transfer-Encoding beside a Content-Length, in HTTP/1.0, or that does not end with chunked, before a
 * request gets here. It takes other codings before chunked, though nothing here decodes them.
 */
public final class RequestFraming {
    private static final List<String> CHUNKED = List.of("chunked");
    /** For the client to read earlier answers, behind which the refusal waits. */
    private static final long PATIENCE_MILLIS = 20_000;

    private static final Problem OTHER_CODING =
            Problem.of(400, "Transfer-Encoding must be chunked, once and without Content-Length");
    private static final Problem TWO_HOSTS = Problem.of(400, "expected one Host");
    private static final Problem FRAGMENT = Problem.of(400, "an address has no fragment here: write # as %23");

    private RequestFraming() {}

    /** Wraps the handler of requests, which then sees only those with a plain end. */
    public static Handler<HttpServerRequest> plain(Handler<HttpServerRequest> answering) {
        return plain(answering, PATIENCE_MILLIS);
    }

    static Handler<HttpServerRequest> plain(Handler<HttpServerRequest> answering, long patienceMillis) {
        return request -> {
            List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
            if (!codings.isEmpty() && !codings.equals(CHUNKED)) {
                refuse(request, OTHER_CODING, patienceMillis);
            } else if (request.headers().getAll(HttpHeaderNames.HOST).size() > 1) {
                refuse(request, TWO_HOSTS, patienceMillis);
            } else if (request.uri().indexOf('#') >= 0) {
                refuse(request, FRAGMENT, patienceMillis);
            } else {
                answering.handle(request);
            }
        };
    }

    /** The answer is complete but never ended, since its end would let the next request of the connection in. */
    private static void refuse(HttpServerRequest request, Problem refusal, long patienceMillis) {
        Buffer answer = Buffer.buffer(refusal.json());
        request.response()
                .setStatusCode(refusal.status())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(answer.length()))
                .putHeader(HttpHeaderNames.CONNECTION, "close")
                .putHeader("X-Content-Type-Options", "nosniff") // as every other answer
                .write(answer)
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .onComplete(written -> ConnectionAbort.abort(request));
    }
}
