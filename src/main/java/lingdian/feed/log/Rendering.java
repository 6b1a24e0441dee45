package lingdian.feed.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of one message on the wire. All connections share them, so they must not be changed.
 *
 * <p>Server-Sent Events are the usual form. The WebSocket form is derived from the same bytes on first use; two threads
 * may both derive it and get equal arrays.
 */
final class Rendering {
    private final byte[] head; // the WebSocket message up to its data
    private final byte[] serverSentEvent;
    private final int start;
    private final int length;
    private volatile byte @Nullable [] webSocket;

    private Rendering(byte[] head, byte[] serverSentEvent, int start, int length) {
        this.head = head;
        this.serverSentEvent = serverSentEvent;
        this.start = start;
        this.length = length;
    }

    /**
     * @param id a position, in decimal
     * @param event a name that needs no escaping
     * @param json one line of JSON
     */
    static Rendering of(String id, String event, byte[] json) {
        byte[] before = ("id: " + id + "\nevent: " + event + "\ndata: ").getBytes(UTF_8);
        byte[] sse = new byte[before.length + json.length + 2];
        System.arraycopy(before, 0, sse, 0, before.length);
        System.arraycopy(json, 0, sse, before.length, json.length);
        sse[sse.length - 2] = '\n';
        sse[sse.length - 1] = '\n';
        byte[] head = ("{\"id\":\"" + id + "\",\"event\":\"" + event + "\",\"data\":").getBytes(UTF_8);
        return new Rendering(head, sse, before.length, json.length);
    }

    byte[] serverSentEvent() {
        return serverSentEvent;
    }

    byte[] webSocket() {
        byte[] message = webSocket;
        if (message == null) {
            message = new byte[head.length + length + 1];
            System.arraycopy(head, 0, message, 0, head.length);
            System.arraycopy(serverSentEvent, start, message, head.length, length);
            message[message.length - 1] = '}';
            webSocket = message;
        }
        return message;
    }
}
