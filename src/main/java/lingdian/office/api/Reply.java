package lingdian.office.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import lingdian.access.account.Freshness;
import lingdian.office.file.Attachment;
import lingdian.office.file.FileName;
import lingdian.platform.work.SizedWork;

/** What an operation answers when all is well. */
public record Reply(int status, ReplyBody body, Map<String, String> headers) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply ok(JsonObject body) {
        return of(200, body);
    }

    public static Reply created(JsonObject body) {
        return of(201, body);
    }

    public static Reply of(int status, JsonObject body) {
        return new Reply(status, new ReplyBody.Structured(body), Map.of());
    }

    /** A violation or a list of violations. */
    public static Reply violations(ObjectNode body) {
        return new Reply(200, new ReplyBody.Tree(body), Map.of());
    }

    public Reply withStatus(int other) {
        return new Reply(other, body, headers);
    }

    /** With how far what was read for it is behind the primary, if anything was. */
    Reply read(Freshness freshness) {
        return freshness.behindMillis().isEmpty() ? this : with(Freshness.BEHIND, freshness);
    }

    private Reply with(String header, Freshness freshness) {
        var more = new HashMap<>(headers);
        more.put(header, Long.toString(freshness.behindMillis().getAsLong()));
        return new Reply(status, body, more);
    }

    /** A submitted file. The browser must store it, and never open it as a page of the service. */
    static Reply file(Attachment file, byte[] content) {
        return download(file.type(), Objects.requireNonNullElse(file.name(), "file"), content);
    }

    /** A file. The browser must store it, and never open it as a page of the service. */
    public static Reply download(String type, String name, byte[] content) {
        return new Reply(
                200,
                new ReplyBody.File(Buffer.buffer(content)),
                Map.of(
                        "Content-Type",
                        type,
                        "Content-Disposition",
                        FileName.attachment(name),
                        "X-Content-Type-Options",
                        "nosniff",
                        "Content-Security-Policy",
                        "sandbox; default-src 'none'"));
    }

    /** @param policy what the page may load, for {@code Content-Security-Policy} */
    public static Reply page(String html, String policy) {
        return new Reply(
                200,
                new ReplyBody.File(Buffer.buffer(html)),
                Map.of(
                        "Content-Type",
                        "text/html; charset=utf-8",
                        "X-Content-Type-Options",
                        "nosniff",
                        "Content-Security-Policy",
                        policy));
    }

    public static Reply ended() {
        return new Reply(204, new ReplyBody.None(), Map.of());
    }

    /** About how many characters the answer has. */
    long size() {
        return body.workSize();
    }

    /** The answer as a page of this program reads it. */
    JsonObject value() {
        return body.value();
    }

    @Override
    public String toString() {
        return "Reply[" + status + "]"; // it may show an unmasked person
    }

    /** This reply with its body as it is sent. A long list is written on a worker thread. */
    Future<Reply> encoded(Vertx vertx) {
        return body instanceof ReplyBody.None
                ? Future.succeededFuture(this)
                : SizedWork.run(vertx, body.workSize(), body::bytes)
                        .map(bytes -> new Reply(status, new ReplyBody.Encoded(bytes), headers));
    }

    /** Fails with 429, and sends nothing, if too many long answers are being read. */
    public Future<Void> send(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        if (body instanceof ReplyBody.None) {
            head(response).end();
            return Future.succeededFuture();
        }
        return LargeAnswers.endFor(
                routing,
                () -> {
                    head(response).putHeader("Content-Type", "application/json");
                    headers.forEach(response::putHeader);
                },
                body.bytes());
    }

    private HttpServerResponse head(HttpServerResponse response) {
        return response.setStatusCode(status).putHeader("Cache-Control", "no-store");
    }
}
