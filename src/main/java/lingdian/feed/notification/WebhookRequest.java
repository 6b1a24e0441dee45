package lingdian.feed.notification;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to a target.
 *
 * @param method {@code POST}, or {@code GET}, which has no body
 * @param reading what an answer of 2xx means by its body; null: that the message was accepted
 */
public record WebhookRequest(
        String method,
        URI url,
        Map<String, String> headers,
        String body,
        @Nullable Function<Buffer, WebhookClient.Answer> reading) {
    public WebhookRequest {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "WebhookRequest"; // the address of a robot is a secret
    }
}
