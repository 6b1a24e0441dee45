package lingdian.feed.notification;

import java.net.URI;
import java.util.Map;

/**
 * One request as it goes out.
 *
 * @param answersWithCode whether only {@code "errcode":0} in the answer means yes, as robots say it
 */
record Outgoing(URI url, Map<String, String> headers, String body, boolean answersWithCode) {
    Outgoing {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "Outgoing"; // the address of a robot is a secret
    }
}
