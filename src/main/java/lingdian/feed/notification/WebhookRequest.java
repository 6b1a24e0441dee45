package lingdian.feed.notification;

import java.net.URI;
import java.util.Map;

/**
 * One HTTP request to a target.
 *
 * @param answersWithCode whether only {@code "errcode":0} in the answer means success, as with robots
 */
record WebhookRequest(URI url, Map<String, String> headers, String body, boolean answersWithCode) {
    WebhookRequest {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "WebhookRequest"; // the address of a robot is a secret
    }
}
