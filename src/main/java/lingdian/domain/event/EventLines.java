package lingdian.domain.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/** The events of an NDJSON body (handbook, protocol.md#over-http). Pure. */
public final class EventLines {
    static final int EVENTS_MAX = 10_000;

    /**
     * The bytes of a body whose events need no care. A longer one is decoded twice: its events are many times its size in
     * memory, and those before a bad line would be kept for nothing, so that the collector copied them while every café waits.
     */
    public static final int SMALL_MAX = 256 * 1024;

    private EventLines() {}

    /**
     * One event per line; empty lines at the end are ignored. Too many are refused before one is decoded.
     *
     * @throws Problem.Thrown 400 that names the first bad line, 413 for too many events
     */
    public static List<ReceivedEvent> read(byte[] body) {
        String text = WireText.utf8(body);
        if (text == null) {
            throw bad(lineOfMalformedBytes(body), "expected UTF-8").thrown();
        }
        int end = endOfContent(text);
        if (hasTooManyLines(text, end)) {
            throw Problem.of(413, "expected at most " + EVENTS_MAX + " events")
                    .reaching("events")
                    .thrown();
        }
        if (body.length > SMALL_MAX) {
            decode(text, end, checked -> {});
        }
        var events = new ArrayList<ReceivedEvent>();
        decode(text, end, events::add);
        if (events.isEmpty()) {
            throw bad(1, "expected an event").thrown();
        }
        return events;
    }

    private static void decode(String text, int end, Consumer<ReceivedEvent> to) {
        int number = 1;
        for (int from = 0; from < end; number++) {
            int newline = text.indexOf('\n', from);
            int until = newline < 0 ? text.length() : newline;
            to.accept(event(text.substring(from, until), number));
            from = until + 1;
        }
    }

    private static boolean hasTooManyLines(String text, int end) {
        int lines = 0;
        for (int from = 0; from < end && lines <= EVENTS_MAX; lines++) {
            int newline = text.indexOf('\n', from);
            from = newline < 0 ? end : newline + 1;
        }
        return lines > EVENTS_MAX;
    }

    private static ReceivedEvent event(String line, int number) {
        return switch (AgentCodec.decodeLine(line)) {
            case Decoded.OneEvent one -> one.event();
            case Decoded.Refused refused -> throw bad(number, refused.reason()).thrown();
        };
    }

    private static int endOfContent(String text) {
        int end = text.length();
        while (end > 0 && " \t\r\n".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static int lineOfMalformedBytes(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        decoder.decode(bytes, CharBuffer.allocate(body.length), true);
        int line = 1;
        for (int i = 0; i < bytes.position(); i++) {
            line += body[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static Problem bad(int line, @Nullable String expected) {
        return Problem.of(400, "line " + line + ": " + expected).with("line", line);
    }
}
