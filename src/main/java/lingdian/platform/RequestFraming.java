package lingdian.platform;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Refuses requests whose end a proxy may see elsewhere: their rest would become part of the next client's request
 * (request smuggling, RFC 9112, 11.2). Only {@code Transfer-Encoding: chunked} in exactly this spelling is taken.
 *
 * <p>Netty refuses a Transfer-Encoding beside a Content-Length, in HTTP/1.0, or that does not end with chunked, before a
 * request gets here. It takes other codings before chunked, though nothing here decodes them.
 */
public final class RequestFraming {
    private static final List<String> CHUNKED = List.of("chunked");
    private static final Problem REFUSAL =
            Problem.of(400, "Transfer-Encoding must be chunked, once and without Content-Length");

    private RequestFraming() {}

    /** Wraps the handler of requests, which then sees only those with a plain end. */
    public static Handler<HttpServerRequest> plain(Handler<HttpServerRequest> answering) {
        return request -> {
            List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
            if (codings.isEmpty() || codings.equals(CHUNKED)) {
                answering.handle(request);
            } else {
                refuse(request);
            }
        };
    }

    /** The answer is complete but never ended, since its end would let the next request of the connection in. */
    private static void refuse(HttpServerRequest request) {
        Buffer answer = Buffer.buffer(REFUSAL.json());
        request.response()
                .setStatusCode(REFUSAL.status())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(answer.length()))
                .putHeader(HttpHeaderNames.CONNECTION, "close")
                .write(answer)
                .onComplete(written -> request.connection().close());
    }
}
