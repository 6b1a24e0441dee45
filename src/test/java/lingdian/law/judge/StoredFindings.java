package lingdian.law.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Map;
import java.util.TreeMap;
import lingdian.law.json.MemoryJson;

/** The findings that a café's state remembers, as the store keeps them: a text of each. */
final class StoredFindings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> ofSessions = new TreeMap<>();
    private final Map<String, String> cards = new TreeMap<>();

    void save(CafeState.FindingChanges changes) {
        changes.written().ofSessions().forEach((session, found) -> ofSessions.put(session, MemoryJson.write(found)));
        changes.written().cards().forEach((id, card) -> cards.put(id.toString(), MemoryJson.write(card)));
        ofSessions.keySet().removeAll(changes.sessions());
        changes.cards().forEach(id -> cards.remove(id.toString()));
    }

    CafeState.Findings read() {
        var texts = JSON.createObjectNode();
        var sessions = texts.putObject("ofSessions");
        ofSessions.forEach((session, found) -> sessions.putRawValue(session, new RawValue(found)));
        var persons = texts.putObject("cards");
        cards.forEach((id, card) -> persons.putRawValue(id, new RawValue(card)));
        return MemoryJson.readFindings(texts.toString());
    }
}
