package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The agents' events (handbook, protocol-messages.md#events) as byte templates, whose gaps are filled while they are
 * copied.
 *
 * <p>Encoded before the run, because a generator that builds JSON would measure itself. Shared by all cafés.
 */
final class EventBytes {
    private static final byte[] BATCH = bytes("{\"type\":\"batch\",\"sent\":\"");
    private static final byte[] EVENTS = bytes("\",\"events\":[");
    private static final byte[] END = bytes("]}");
    private static final byte[] SEQ = bytes("{\"seq\":");
    private static final byte[] LOGIN = bytes(",\"type\":\"login\",\"at\":\"");
    private static final byte[] LOGOUT = bytes(",\"type\":\"logout\",\"at\":\"");
    private static final byte[] HEARTBEAT = bytes(",\"type\":\"heartbeat\",\"at\":\"");
    private static final byte[] OPENED = bytes(",\"type\":\"opened\",\"at\":\"");
    private static final byte[] CLOSED = bytes(",\"type\":\"closed\",\"at\":\"");
    private static final byte[] SESSION = bytes("\",\"session\":\"");
    private static final byte[] TERMINAL = bytes("\",\"terminal\":\"");
    private static final byte[] DOCUMENT = bytes("\",\"document\":");
    private static final byte[] REASON = bytes("\",\"reason\":\"patron\"}");
    private static final byte[] NOTHING_MORE = bytes("\"}");

    private final byte[] sessionPrefix;
    private final GuestDocuments guests;
    private final byte[][] terminals;
    private final byte[] inUse;

    /** @param run a prefix of session ids, so that no two runs share one */
    EventBytes(String run, GuestDocuments guests, int terminals) {
        this.sessionPrefix = bytes(run + "-");
        this.guests = guests;
        this.terminals = IntStream.range(0, terminals)
                .mapToObj(EventBytes::terminal)
                .map(EventBytes::bytes)
                .toArray(byte[][]::new);
        this.inUse = bytes(IntStream.range(0, terminals)
                .mapToObj(EventBytes::terminal)
                .collect(Collectors.joining("\",\"", "\",\"inUse\":[\"", "\"]}")));
    }

    /** The id of a terminal, counted from 0. */
    static String terminal(int index) {
        return String.format(Locale.ROOT, "A%03d", index + 1);
    }

    void beginBatch(OutgoingMessage to, byte[] sent) {
        to.put(BATCH).put(sent).put(EVENTS);
    }

    void endBatch(OutgoingMessage to) {
        to.put(END);
    }

    void login(OutgoingMessage to, long seq, byte[] at, long session, int terminal, long person) {
        session(to, seq, LOGIN, at, session);
        to.put(TERMINAL).put(terminals[terminal]).put(DOCUMENT);
        guests.document(to, person);
        to.put('}');
    }

    void logout(OutgoingMessage to, long seq, byte[] at, long session) {
        session(to, seq, LOGOUT, at, session);
        to.put(REASON);
    }

    /** All terminals are in use. */
    void heartbeat(OutgoingMessage to, long seq, byte[] at) {
        to.put(SEQ).putNumber(seq).put(HEARTBEAT).put(at).put(inUse);
    }

    void opened(OutgoingMessage to, long seq, byte[] at) {
        to.put(SEQ).putNumber(seq).put(OPENED).put(at).put(NOTHING_MORE);
    }

    void closed(OutgoingMessage to, long seq, byte[] at) {
        to.put(SEQ).putNumber(seq).put(CLOSED).put(at).put(NOTHING_MORE);
    }

    /** The most bytes that one event needs. */
    int longest() {
        return Math.max(inUse.length, 512) + 128;
    }

    private void session(OutgoingMessage to, long seq, byte[] type, byte[] at, long session) {
        to.put(SEQ)
                .putNumber(seq)
                .put(type)
                .put(at)
                .put(SESSION)
                .put(sessionPrefix)
                .putDigits(session, 9);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
