package lingdian.office.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an operation answers when all is well. */
public record Reply(int status, @Nullable Buffer body, Map<String, String> headers) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    public Reply(int status, @Nullable Buffer body) {
        this(status, body, Map.of());
    }

    public static Reply ok(JsonObject body) {
        return new Reply(200, body.toBuffer());
    }

    public static Reply ok(ObjectNode body) {
        return new Reply(200, Buffer.buffer(body.toString()));
    }

    public static Reply created(JsonObject body) {
        return new Reply(201, body.toBuffer());
    }

    /**
     * A file that somebody handed in. The browser is to store it, never to open it as a page of ours.
     */
    static Reply file(Attachment file, byte[] content) {
        String name = Objects.requireNonNullElse(file.name(), "file");
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return new Reply(
                200,
                Buffer.buffer(content),
                Map.of(
                        "Content-Type",
                        file.type(),
                        "Content-Disposition",
                        "attachment; filename*=UTF-8''" + encoded,
                        "X-Content-Type-Options",
                        "nosniff",
                        "Content-Security-Policy",
                        "sandbox; default-src 'none'"));
    }

    public static Reply ended() {
        return new Reply(204, null);
    }

    @Override
    public String toString() {
        return "Reply[" + status + "]"; // it may show whoever was unmasked
    }

    public void send(HttpServerResponse response) {
        response.setStatusCode(status).putHeader("Cache-Control", "no-store");
        if (body == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json");
            headers.forEach(response::putHeader);
            response.end(body);
        }
    }
}
