package lingdian.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The simplest agent: one event per request, answered after its commit. */
public final class PostingCafe {
    private final String placeCode;
    private final String key;
    private final UUID stream = UUID.randomUUID();
    private long seq;

    public PostingCafe(String placeCode, String key) {
        this.placeCode = placeCode;
        this.key = key;
    }

    public String placeCode() {
        return placeCode;
    }

    public UUID stream() {
        return stream;
    }

    long seq() {
        return seq;
    }

    /** Sends the next event; returns whether it was acknowledged. If not, the next call sends it again. */
    public boolean send(URI node, JsonObject event) throws InterruptedException {
        var numbered = event.copy().put("seq", seq + 1);
        try {
            Http.Answer answer = Http.to(node).as(key).events(stream, List.of(numbered));
            if (answer.status() == 200) {
                seq++;
            }
            return answer.status() == 200;
        } catch (IOException nobodyAnswers) {
            return false;
        }
    }

    public boolean send(URI node, String type, Instant at) throws InterruptedException {
        return send(node, event(type, at));
    }

    /** Somebody who is admitted now, at a seat that is called like the session. */
    public static JsonObject login(String session, JsonObject document) {
        return event("login", Instant.now())
                .put("session", session)
                .put("terminal", session)
                .put("document", document)
                .put("admitted", true);
    }

    private static JsonObject event(String type, Instant at) {
        var event = new JsonObject().put("type", type).put("at", at.toString());
        return type.equals("heartbeat") ? event.put("inUse", new io.vertx.core.json.JsonArray()) : event;
    }

    /** A request whose last byte has not been sent. */
    public interface Begun {
        /** Sends the last byte; returns whether the event was acknowledged. */
        boolean finish() throws IOException;
    }

    /** Begins to send the next event. */
    public Begun begin(URI node, String type, Instant at) throws IOException {
        byte[] body = event(type, at).put("seq", seq + 1).encode().getBytes(StandardCharsets.UTF_8);
        var socket = new Socket(node.getHost(), node.getPort());
        OutputStream out = socket.getOutputStream();
        out.write(String.join(
                        "\r\n",
                        "POST /agent/v1/events HTTP/1.1",
                        "Host: " + node.getAuthority(),
                        "Connection: close",
                        "Authorization: Bearer " + key,
                        "Lingdian-Stream: " + stream,
                        "Content-Type: application/x-ndjson",
                        "Content-Length: " + body.length,
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body, 0, body.length - 1);
        out.flush();
        return () -> {
            try (socket) {
                out.write(body, body.length - 1, 1);
                out.flush();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                seq++;
                return answer.startsWith("HTTP/1.1 200 ");
            }
        };
    }
}
