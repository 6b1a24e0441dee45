package lingdian.regulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What an operation answers when all is well. */
record Reply(int status, @Nullable Buffer body) {
    static Reply ok(JsonObject body) {
        return new Reply(200, body.toBuffer());
    }

    static Reply ok(ObjectNode body) {
        return new Reply(200, Buffer.buffer(body.toString()));
    }

    static Reply created(JsonObject body) {
        return new Reply(201, body.toBuffer());
    }

    static Reply ended() {
        return new Reply(204, null);
    }

    void send(HttpServerResponse response) {
        response.setStatusCode(status).putHeader("Cache-Control", "no-store");
        if (body == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(body);
        }
    }
}
