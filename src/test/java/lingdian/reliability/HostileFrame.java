package lingdian.reliability;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A message that no honest agent sends, and its permitted results.
 *
 * @param kind what is wrong with the message, for the report
 * @param socket the permitted results on the WebSocket: closing codes, {@link #TAKEN}, or the code of a reject
 * @param http the permitted results over HTTP: statuses, or as above if the event is consumed; empty if it is not sent
 *     over HTTP
 * @param numbers how many numbers of the stream it uses if it is consumed
 */
record HostileFrame(String kind, int opcode, byte[] payload, Set<String> socket, Set<String> http, int numbers) {
    static final String TAKEN = "taken";
    static final String REJECTED = "invalid-event";
    static final String UNKNOWN_SESSION = "unknown-session";

    private static final int TEXT = 1;
    private static final int BINARY = 2;

    static HostileFrame binary(byte[] payload) {
        return new HostileFrame("binary", BINARY, payload, Set.of("4400"), Set.of(), 0);
    }

    /** A message that is not JSON, or not in a form of the contract. */
    static HostileFrame refused(String kind, String text) {
        return refused(kind, utf8(text), Set.of("4400"));
    }

    static HostileFrame refused(String kind, byte[] payload, Set<String> codes) {
        return new HostileFrame(kind, TEXT, payload, codes, Set.of("400"), 0);
    }

    /** A message in a form that is permitted only on the WebSocket. */
    static HostileFrame socketOnly(String kind, String text, String... outcomes) {
        return new HostileFrame(kind, TEXT, utf8(text), Set.of(outcomes), Set.of(), 1);
    }

    static HostileFrame tooLarge(byte[] payload) {
        return new HostileFrame("over 1 MiB", TEXT, payload, Set.of("1009"), Set.of(), 0);
    }

    static HostileFrame gap(String text) {
        return new HostileFrame("seq jumps", TEXT, utf8(text), Set.of("4409"), Set.of("409"), 0);
    }

    static HostileFrame repeated(String text) {
        Set<String> asTheFirstTime = Set.of(TAKEN, REJECTED, UNKNOWN_SESSION);
        return new HostileFrame("seq goes back", TEXT, utf8(text), asTheFirstTime, asTheFirstTime, 0);
    }

    /** A message that is consumed: an event with the expected number. */
    static HostileFrame consumed(String kind, String text, String... outcomes) {
        return new HostileFrame(kind, TEXT, utf8(text), Set.of(outcomes), Set.of(outcomes), 1);
    }

    boolean fitsHttp() {
        return !http.isEmpty();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return kind + " of " + payload.length + " bytes";
    }
}
