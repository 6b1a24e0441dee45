package lingdian.domain.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lingdian.domain.event.JsonReading.NotJson;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the text of an agent's message to events (handbook, protocol-messages.md). Pure; never throws.
 *
 * <p>An error in a numbered event makes that event {@link AgentEvent.Invalid}; an error that leaves the numbering in
 * doubt refuses the message. If an object repeats a name, the last one counts. A number such as {@code 1.0} is the
 * integer 1. More than 64 levels of nesting, numbers of more than 1,000
 * characters and messages of more than a million tokens are refused unread.
 */
public final class AgentCodec {
    /** The most events in one WebSocket message. */
    public static final int EVENTS_MAX = 1_000;

    private AgentCodec() {}

    /** Decodes one WebSocket message. */
    public static Decoded decode(String text) {
        try {
            return message(text, JsonReading.read(text));
        } catch (NotJson malformed) {
            return new Decoded.Refused(malformed.reason());
        } catch (Unfit unfit) {
            return refused(unfit);
        }
    }

    /** Decodes one line of an NDJSON body, which holds exactly one event. */
    public static Decoded.Line decodeLine(String line) {
        try {
            return new Decoded.OneEvent(event(line, JsonReading.read(line), ""));
        } catch (NotJson malformed) {
            return new Decoded.Refused(malformed.reason());
        } catch (Unfit unfit) {
            return refused(unfit);
        }
    }

    /**
     * Decodes receipts that are posted: one, or an array of them; or one a line. Their {@code type} may be absent.
     *
     * @param lines whether each line is one
     */
    public static Decoded.Posted decodeReceipts(String text, boolean lines) {
        try {
            var receipts = new ArrayList<MessageReceipt>();
            for (String part : lines ? text.strip().split("\n") : new String[] {text}) {
                Json value = JsonReading.read(part);
                for (Json one : value instanceof Json.Array array ? array.elements() : List.of(value)) {
                    receipts.add(posted(one));
                }
            }
            return receipts.size() > EVENTS_MAX
                    ? new Decoded.Refused("expected at most " + EVENTS_MAX + " receipts")
                    : new Decoded.Receipts(receipts);
        } catch (NotJson malformed) {
            return new Decoded.Refused(malformed.reason());
        } catch (Unfit unfit) {
            return refused(unfit);
        }
    }

    private static MessageReceipt posted(Json value) throws Unfit {
        if (!(value instanceof Json.Fields fields)) {
            throw new Unfit("", "expected a receipt, a JSON object");
        }
        String type = FieldReading.optionalString(fields, "type", "/type");
        if (type != null && !type.equals("receipt")) {
            throw new Unfit("/type", "expected receipt");
        }
        return receipt(fields);
    }

    private static Decoded message(String text, Json value) throws Unfit {
        if (value instanceof Json.Array array) {
            return new Decoded.Events(events(text, array, ""), null);
        }
        if (value instanceof Json.Fields fields && fields.get("type") instanceof Json.Text(String type)) {
            if (type.equals("hello")) {
                return new Decoded.HelloMessage(hello(fields));
            }
            if (type.equals("batch")) {
                return batch(text, fields);
            }
            if (type.equals("receipt")) {
                return new Decoded.ReceiptMessage(receipt(fields));
            }
        }
        return new Decoded.Events(List.of(event(text, value, "")), null);
    }

    private static Decoded batch(String text, Json.Fields fields) throws Unfit {
        Instant sent = FieldReading.optionalInstant(fields, "sent", "/sent");
        if (!(fields.get("events") instanceof Json.Array array)) {
            throw new Unfit("/events", "expected an array of events");
        }
        return new Decoded.Events(events(text, array, "/events"), sent);
    }

    private static List<ReceivedEvent> events(String text, Json.Array array, String path) throws Unfit {
        List<Json> elements = array.elements();
        if (elements.size() > EVENTS_MAX) {
            throw new Unfit(path, "expected at most " + EVENTS_MAX + " events");
        }
        var events = new ArrayList<ReceivedEvent>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            events.add(event(text, elements.get(i), path + "/" + i));
        }
        return events;
    }

    private static ReceivedEvent event(String text, Json value, String path) throws Unfit {
        if (!(value instanceof Json.Fields fields)) {
            throw new Unfit(path, "expected an event, a JSON object");
        }
        long seq = seq(fields, path);
        String own = text.substring(fields.from(), fields.to());
        return new ReceivedEvent(EventReading.read(seq, fields), own, CanonicalJson.of(fields, own.length()));
    }

    private static long seq(Json.Fields fields, String path) throws Unfit {
        try {
            return FieldReading.integer(fields, "seq", "/seq", 1, FieldReading.INTEGER_MAX);
        } catch (Unfit unfit) {
            throw new Unfit(path + unfit.path(), unfit.expected());
        }
    }

    private static Hello hello(Json.Fields fields) throws Unfit {
        return new Hello(
                FieldReading.uuid(fields, "stream", "/stream"),
                FieldReading.integer(fields, "lastSeq", "/lastSeq", 0, FieldReading.INTEGER_MAX),
                FieldReading.optionalString(fields, "agent", "/agent"),
                FieldReading.instant(fields, "at", "/at"),
                terminals(fields));
    }

    private static MessageReceipt receipt(Json.Fields fields) throws Unfit {
        MessageReceipt.State state = MessageReceipt.State.find(FieldReading.string(fields, "state", "/state"))
                .orElseThrow(() -> new Unfit("/state", "expected delivered or read"));
        return new MessageReceipt(FieldReading.uuid(fields, "id", "/id"), state);
    }

    private static @Nullable Integer terminals(Json.Fields fields) throws Unfit {
        if (fields.get("terminals") == Json.Literal.NULL) {
            return null;
        }
        return (int) FieldReading.integer(fields, "terminals", "/terminals", 0, Integer.MAX_VALUE);
    }

    private static Decoded.Refused refused(Unfit unfit) {
        return new Decoded.Refused(unfit.path().isEmpty() ? unfit.expected() : unfit.path() + ": " + unfit.expected());
    }
}
