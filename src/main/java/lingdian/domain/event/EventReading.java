package lingdian.domain.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.NetworkIdentity;
import lingdian.domain.document.ReadMethod;
import org.jspecify.annotations.Nullable;

/**
 * Reads the structure of each type of event (handbook, protocol-messages.md#events).
 *
 * <p>Only the structure: the content of a card is checked later, and an unreal date on it is not an error here.
 */
final class EventReading {
    static final int NAME_MAX = 200;
    static final int NUMBER_MAX = 256;

    private static final LogoutReason[] LOGOUT_REASONS = LogoutReason.values();
    private static final ReadMethod[] READ_METHODS = ReadMethod.values();

    private EventReading() {}

    /** The event, or {@link AgentEvent.Invalid} with its first error. */
    static AgentEvent read(long seq, Json.Fields fields) {
        try {
            return wellFormed(seq, fields);
        } catch (Unfit unfit) {
            return new AgentEvent.Invalid(seq, unfit.path(), unfit.expected());
        }
    }

    private static AgentEvent wellFormed(long seq, Json.Fields fields) throws Unfit {
        String type = FieldReading.string(fields, "type", "/type");
        return switch (type) {
            case "heartbeat" -> heartbeat(seq, fields);
            case "login" -> login(seq, fields);
            case "logout" -> new AgentEvent.Logout(seq, at(fields), session(fields), reason(fields));
            case "opened" -> new AgentEvent.Opened(seq, at(fields));
            case "closed" -> new AgentEvent.Closed(seq, at(fields));
            case "patrol" -> patrol(seq, fields);
            default -> throw new Unfit("/type", "expected login, logout, heartbeat, opened, closed or patrol");
        };
    }

    private static AgentEvent login(long seq, Json.Fields fields) throws Unfit {
        return new AgentEvent.Login(
                seq,
                at(fields),
                session(fields),
                terminal(fields),
                document(fields),
                FieldReading.optionalFlag(fields, "admitted", "/admitted"));
    }

    private static AgentEvent heartbeat(long seq, Json.Fields fields) throws Unfit {
        return new AgentEvent.Heartbeat(
                seq,
                at(fields),
                terminals(fields.get("inUse"), "/inUse"),
                optionalTerminals(fields.get("powered"), "/powered"),
                optionalTerminals(fields.get("witnessed"), "/witnessed"));
    }

    private static AgentEvent patrol(long seq, Json.Fields fields) throws Unfit {
        return new AgentEvent.Patrol(
                seq, at(fields), FieldReading.optionalString(fields, "officer", "/officer", NAME_MAX));
    }

    private static Instant at(Json.Fields fields) throws Unfit {
        return FieldReading.instant(fields, "at", "/at");
    }

    private static String session(Json.Fields fields) throws Unfit {
        String session = FieldReading.string(fields, "session", "/session");
        if (!WireText.isSession(session)) {
            throw new Unfit("/session", "expected 1 to 64 characters of A-Z a-z 0-9 _ . -");
        }
        return session;
    }

    private static String terminal(Json.Fields fields) throws Unfit {
        String terminal = FieldReading.string(fields, "terminal", "/terminal");
        if (!WireText.isTerminal(terminal)) {
            throw notATerminal("/terminal");
        }
        return terminal;
    }

    private static LogoutReason reason(Json.Fields fields) throws Unfit {
        String word = FieldReading.string(fields, "reason", "/reason");
        for (LogoutReason reason : LOGOUT_REASONS) {
            if (reason.wire().equals(word)) {
                return reason;
            }
        }
        throw new Unfit("/reason", "expected patron, closing, idle, forced or lost");
    }

    private static Credential document(Json.Fields fields) throws Unfit {
        if (!(fields.get("document") instanceof Json.Fields document)) {
            throw new Unfit("/document", "expected an object");
        }
        String type = FieldReading.string(document, "type", "/document/type");
        ReadMethod read = readMethod(document);
        if (type.equals(NetworkIdentity.TYPE) != (read == ReadMethod.NET_ID)) {
            throw new Unfit("/document/read", "expected net-id where the type is net-id, and only there");
        }
        return read == ReadMethod.NET_ID ? networkIdentity(document) : card(document, type, read);
    }

    private static Document card(Json.Fields document, String type, ReadMethod read) throws Unfit {
        return new Document(
                type,
                FieldReading.string(document, "number", "/document/number", NUMBER_MAX),
                FieldReading.string(document, "name", "/document/name", NAME_MAX),
                FieldReading.optionalString(document, "validUntil", "/document/validUntil"),
                FieldReading.optionalString(document, "birthDate", "/document/birthDate"),
                read);
    }

    /** Number and name may be there, and are not kept: nothing is judged by them. */
    private static NetworkIdentity networkIdentity(Json.Fields document) throws Unfit {
        FieldReading.optionalString(document, "number", "/document/number", NUMBER_MAX);
        FieldReading.optionalString(document, "name", "/document/name", NAME_MAX);
        return new NetworkIdentity(
                FieldReading.optionalString(document, "netId", "/document/netId"),
                FieldReading.flag(document, "adult", "/document/adult"),
                FieldReading.optionalString(document, "validUntil", "/document/validUntil"),
                FieldReading.optionalString(document, "birthDate", "/document/birthDate"));
    }

    private static ReadMethod readMethod(Json.Fields document) throws Unfit {
        String word = FieldReading.string(document, "read", "/document/read");
        for (ReadMethod method : READ_METHODS) {
            if (method.wire().equals(word)) {
                return method;
            }
        }
        throw new Unfit("/document/read", "expected chip, ocr, manual or net-id");
    }

    private static @Nullable List<String> optionalTerminals(Json value, String path) throws Unfit {
        return value == Json.Literal.NULL ? null : terminals(value, path);
    }

    private static List<String> terminals(Json value, String path) throws Unfit {
        if (!(value instanceof Json.Array(List<Json> elements))) {
            throw new Unfit(path, "expected an array of terminal ids");
        }
        var terminals = new ArrayList<String>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            if (!(elements.get(i) instanceof Json.Text(String terminal)) || !WireText.isTerminal(terminal)) {
                throw notATerminal(path + "/" + i);
            }
            terminals.add(terminal);
        }
        return distinct(terminals, path);
    }

    /** Repeats count once, so the limit applies to the distinct ones. */
    private static List<String> distinct(ArrayList<String> terminals, String path) throws Unfit {
        Collections.sort(terminals);
        int kept = 0;
        for (int i = 0; i < terminals.size(); i++) {
            if (i == 0 || !terminals.get(i).equals(terminals.get(kept - 1))) {
                terminals.set(kept++, terminals.get(i));
            }
        }
        if (kept > AgentEvent.Heartbeat.TERMINALS_MAX) {
            throw new Unfit(path, "expected at most " + AgentEvent.Heartbeat.TERMINALS_MAX + " different terminal ids");
        }
        return List.copyOf(terminals.subList(0, kept));
    }

    private static Unfit notATerminal(String path) {
        return new Unfit(path, "expected 1 to 32 characters of A-Z a-z 0-9 _ . -");
    }
}
