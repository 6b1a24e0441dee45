package lingdian.reliability;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import lingdian.testing.Http;

/** Posts events of one café over HTTP. */
final class HonestPoster {
    private final Http cafe;

    HonestPoster(URI server, String key) {
        cafe = Http.to(server).as(key);
    }

    Http.Answer post(UUID stream, JsonObject... events) throws IOException, InterruptedException {
        return cafe.events(stream, List.of(events));
    }

    /** Posts events with the agent's time of sending. */
    Http.Answer postSent(String sent, UUID stream, JsonObject... events) throws IOException, InterruptedException {
        return cafe.with("Lingdian-Sent", sent).events(stream, List.of(events));
    }
}
